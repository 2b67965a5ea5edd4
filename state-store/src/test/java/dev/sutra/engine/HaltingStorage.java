package dev.sutra.engine;

import dev.sutra.io.ForwardingStorage;
import dev.sutra.io.OutputFile;
import dev.sutra.io.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Storage that ends the process at the n-th time that a point is reached: no hook runs, nothing is
 * flushed, and what was handed to the operating system stays, as with {@code kill -9}.
 */
final class HaltingStorage extends ForwardingStorage {
  /** The exit code of the process: as if by signal 9. */
  static final int STATUS = 128 + 9;

  private final KillPoint point;
  private final Runnable told;
  private int left;

  /**
   * Waits for a point.
   *
   * @param told is run right before the end
   */
  HaltingStorage(Storage inner, KillPoint point, int times, Runnable told) {
    super(inner);
    this.point = point;
    this.told = told;
    this.left = times;
  }

  @Override
  protected void before(String operation, String name) {
    haltIf(KillPoint.Moment.BEFORE, operation, name);
  }

  @Override
  protected void after(String operation, String name) {
    haltIf(KillPoint.Moment.AFTER, operation, name);
  }

  @Override
  protected void write(OutputFile file, String name, ByteBuffer bytes) throws IOException {
    if (reached(KillPoint.Moment.MIDDLE, "write", name)) {
      file.write(bytes.slice(bytes.position(), bytes.remaining() / 2));
      halt();
    }
    file.write(bytes);
  }

  private void haltIf(KillPoint.Moment moment, String operation, String name) {
    if (reached(moment, operation, name)) {
      halt();
    }
  }

  private synchronized boolean reached(KillPoint.Moment moment, String operation, String name) {
    return point.matches(moment, operation, name) && --left == 0;
  }

  private void halt() {
    told.run();
    Runtime.getRuntime().halt(STATUS);
  }
}

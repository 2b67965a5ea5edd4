package dev.sutra.lsm;

import dev.sutra.io.OutputFile;
import dev.sutra.io.RateLimit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/**
 * The file of a flush or a compaction: its bytes are counted, it is written no faster than allowed,
 * and it ends when it is no longer wanted.
 */
final class BackgroundOutput implements OutputFile {
  private final OutputFile file;
  private final LongAdder written;
  private final RateLimit rate;
  private final BooleanSupplier cancelled;

  private BackgroundOutput(
      OutputFile file, LongAdder written, RateLimit rate, BooleanSupplier cancelled) {
    this.file = file;
    this.written = written;
    this.rate = rate;
    this.cancelled = cancelled;
  }

  /** Of a flush, for which writers may wait: it has no limit and always comes to its end. */
  static BackgroundOutput flush(OutputFile file, LongAdder written) {
    return new BackgroundOutput(file, written, RateLimit.NONE, () -> false);
  }

  static BackgroundOutput compaction(
      OutputFile file, LongAdder written, RateLimit rate, BooleanSupplier cancelled) {
    return new BackgroundOutput(file, written, rate, cancelled);
  }

  /**
   * Ends the work if it is no longer wanted.
   *
   * @throws CancellationException if so
   */
  void checkWanted() {
    if (cancelled.getAsBoolean()) {
      throw new CancellationException("the store is closed");
    }
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    rate.acquire(length, cancelled);
    checkWanted();
    file.write(bytes);
    written.add(length);
  }

  @Override
  public void force() throws IOException {
    checkWanted();
    file.force();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

package dev.sutra.lsm;

import dev.sutra.io.OutputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** The file of a compaction, which ends when it is no longer wanted. */
final class CompactionOutput implements OutputFile {
  private final OutputFile file;
  private final BooleanSupplier cancelled;

  CompactionOutput(OutputFile file, BooleanSupplier cancelled) {
    this.file = file;
    this.cancelled = cancelled;
  }

  /**
   * Ends the compaction if it is no longer wanted.
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
    checkWanted();
    file.write(bytes);
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

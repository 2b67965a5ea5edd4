package dev.sutra.lsm.compaction;

import dev.sutra.io.OutputFile;
import dev.sutra.io.RateLimit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * The output file of a flush or compaction: counts its bytes, limits its rate and ends the work
 * when it is cancelled.
 */
public final class BackgroundOutput implements OutputFile {
  private final OutputFile file;
  private final LongConsumer written;
  private final RateLimit rate;
  private final BooleanSupplier cancelled;

  BackgroundOutput(
      OutputFile file, LongConsumer written, RateLimit rate, BooleanSupplier cancelled) {
    this.file = file;
    this.written = written;
    this.rate = rate;
    this.cancelled = cancelled;
  }

  /**
   * Ends the work if it is cancelled.
   *
   * @throws CancellationException if so
   */
  public void checkNotCancelled() {
    if (cancelled.getAsBoolean()) {
      throw new CancellationException("the store is closed");
    }
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    rate.acquire(length, cancelled);
    checkNotCancelled();
    file.write(bytes);
    written.accept(length);
  }

  @Override
  public void force() throws IOException {
    checkNotCancelled();
    file.force();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

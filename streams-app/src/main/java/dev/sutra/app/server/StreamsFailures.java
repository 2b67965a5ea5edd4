package dev.sutra.app.server;

import dev.sutra.io.CorruptFileException;
import java.util.function.Consumer;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a stream thread dies: it is replaced, after a pause, unless the store is at
 * fault; then the stream stops, for nothing would get better by trying again.
 */
final class StreamsFailures implements StreamsUncaughtExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsFailures.class);
  private static final long PAUSE_MS = 1_000;

  private final Consumer<String> stopped;

  /**
   * Makes the handler.
   *
   * @param stopped is told, in one sentence, why the stream stops for good
   */
  StreamsFailures(Consumer<String> stopped) {
    this.stopped = stopped;
  }

  @Override
  public StreamThreadExceptionResponse handle(Throwable exception) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProcessorStateException
          || cause instanceof CorruptFileException
          || cause instanceof Error) {
        LOG.error("the stream stops", exception);
        stopped.accept("the store failed; the log says why");
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
      }
    }
    LOG.warn("a stream thread died and is replaced", exception);
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }
}

package dev.sutra.app.rest;

import dev.sutra.app.api.ServiceException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Cancels queries that exceed their timeout. The service gets the timeout too; this is a backstop.
 */
final class Deadline implements AutoCloseable {
  // The service normally times out a little earlier, with a more specific message.
  private static final Duration GRACE = Duration.ofMillis(250);

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("query-", 0).factory());

  <T> T call(Duration timeout, Callable<T> query) throws Exception {
    Future<T> answer = threads.submit(query);
    try {
      return answer.get(timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw ServiceException.timeout("no answer within " + timeout.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      answer.cancel(true);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

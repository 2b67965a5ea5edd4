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
 * Gives up a question whose answer does not come in time: the service is told the time too, this is
 * the fence for when it does not keep it.
 */
final class Deadline implements AutoCloseable {
  // The service ends by itself a little earlier and can say what it waited for.
  private static final Duration GRACE = Duration.ofMillis(250);

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("question-", 0).factory());

  <T> T call(Duration timeout, Callable<T> question) throws Exception {
    Future<T> answer = threads.submit(question);
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

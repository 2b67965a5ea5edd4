package dev.sutra.bench.streams;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** When the first and the last of so many events were processed. For one stream thread. */
final class Progress {
  private final int expected;
  private final CountDownLatch done = new CountDownLatch(1);
  private long firstNanos;
  private long lastNanos;
  private int processed;

  Progress(int expected) {
    this.expected = expected;
  }

  /** An event is about to be processed. */
  void begin() {
    if (processed == 0) {
      firstNanos = System.nanoTime();
    }
  }

  /** An event has been processed. */
  void end() {
    processed++;
    if (processed == expected) {
      lastNanos = System.nanoTime();
      done.countDown();
    }
  }

  /** Waits for the last event. */
  void await() throws InterruptedException, TimeoutException {
    if (!done.await(30, TimeUnit.MINUTES)) {
      throw new TimeoutException("the events were not processed within half an hour");
    }
  }

  /** Events a second. */
  double rate() {
    return expected * 1e9 / (lastNanos - firstNanos);
  }
}

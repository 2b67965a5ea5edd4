package dev.sutra.app.cli.serve;

import java.util.concurrent.CountDownLatch;

/** Blocks a command until the process receives a signal, and then closes resources in order. */
public final class StopSignal {
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** Runs the stops, first to last, when the process is terminated. */
  public StopSignal(Runnable... stops) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  for (Runnable stop : stops) {
                    stop.run();
                  }
                  stopped.countDown();
                },
                "sutra-stop"));
  }

  /** Waits for the signal and for the stops. */
  public void await() throws InterruptedException {
    stopped.await();
  }
}

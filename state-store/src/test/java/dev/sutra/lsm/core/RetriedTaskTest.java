package dev.sutra.lsm.core;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetriedTaskTest {
  private static final int RUNS = 3_000;

  @Test
  void hurryAtTheEndOfAPauseStartsOneRun() {
    AtomicInteger running = new AtomicInteger();
    AtomicBoolean overlap = new AtomicBoolean();
    AtomicInteger runs = new AtomicInteger();
    Failures failures = new Failures("test", new TreeLimits(24, 48, 8, 0, 0), new WorkCounters());
    try (ExecutorService executor = Executors.newCachedThreadPool()) {
      RetriedTask task =
          new RetriedTask(
              executor,
              failures,
              () -> {
                overlap.compareAndSet(false, running.incrementAndGet() > 1);
                Thread.onSpinWait();
                running.decrementAndGet();
                if (runs.incrementAndGet() < RUNS) {
                  failures.failed(new IOException("planned"));
                  throw new IOException("planned");
                }
                return false;
              });
      task.request();
      while (runs.get() < RUNS && !overlap.get()) {
        task.hurry();
      }
    }
    assertFalse(overlap.get(), "two runs at a time");
  }
}

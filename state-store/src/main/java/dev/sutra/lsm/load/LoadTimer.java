package dev.sutra.lsm.load;

import dev.sutra.lsm.core.Background;
import dev.sutra.lsm.core.Running;
import dev.sutra.lsm.core.TreeCore;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Calls back a while after the first row of a buffer. Called under the writers' lock. */
public final class LoadTimer {
  private static final long DELAY_MILLIS = 1_000;

  private final TreeCore core;
  private final Running running;
  private @Nullable Consumer<LoadBuffer> due;
  private @Nullable Future<?> timer;

  public LoadTimer(TreeCore core, Running running) {
    this.core = core;
    this.running = running;
  }

  /** Sets what is called with a buffer when its time has come. */
  void setDue(Consumer<LoadBuffer> due) {
    this.due = due;
  }

  void start(LoadBuffer buffer) {
    stop();
    // The timer thread must not wait for the lock, whose holder may wait for the disk.
    Runnable call = () -> running.run(() -> call(buffer));
    timer =
        Background.TIMER.schedule(
            () -> Background.FLUSHES.execute(call), DELAY_MILLIS, TimeUnit.MILLISECONDS);
  }

  void stop() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void call(LoadBuffer buffer) {
    core.lock().lock();
    try {
      Consumer<LoadBuffer> target = due;
      if (target != null) {
        target.accept(buffer);
      }
    } finally {
      core.lock().unlock();
    }
  }
}

package dev.sutra.lsm;

import dev.sutra.io.Storage;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flushes a memtable before it is full: some time after its log has become long. Otherwise each of
 * many stores could have the log of a full memtable to analyze again after a kill, however long ago
 * it was written.
 *
 * <p>Every method is called under the tree's lock, but for {@link #close}.
 */
final class EarlyFlush {
  private static final Logger LOG = LoggerFactory.getLogger(EarlyFlush.class);

  private final Storage storage;
  private final LogLimits limits;
  private final Tree tree;
  private final Running running;
  private @Nullable Future<?> timer;
  // Counts the memtables: a timer that has begun may come too late for its own.
  private long memtable;

  EarlyFlush(Storage storage, LogLimits limits, Tree tree, Running running) {
    this.storage = storage;
    this.limits = limits;
    this.tree = tree;
    this.running = running;
  }

  /** Takes note of how long the log of the active memtable is. */
  void logged(long bytes) {
    if (timer == null && bytes >= limits.bytesMin()) {
      start();
    }
  }

  /** Takes note that the memtable is sealed, and its log with it. */
  void sealed() {
    memtable++;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  /** Forgets what it waits for. The tree is closed by now. */
  void close() {
    tree.lock().lock();
    try {
      sealed();
    } finally {
      tree.lock().unlock();
    }
  }

  private void start() {
    // The timer does no work itself: the lock may be held by one who waits for the disk.
    long due = memtable;
    Runnable flush = () -> running.run(() -> seal(due));
    timer =
        Background.TIMER.schedule(
            () -> Background.FLUSHES.execute(flush), limits.millis(), TimeUnit.MILLISECONDS);
  }

  private void seal(long due) {
    tree.lock().lock();
    try {
      if (due != memtable) {
        return;
      }
      if (tree.state().sealed().isEmpty()) {
        tree.writer().sealEarly();
      } else {
        // Flushes are behind: one more would only take the room that writers have.
        start();
      }
    } catch (IOException | RuntimeException | Error e) {
      LOG.error("a memtable of {} cannot be sealed", storage.describe(), e);
      tree.failWriters(e);
    } finally {
      tree.lock().unlock();
    }
  }
}

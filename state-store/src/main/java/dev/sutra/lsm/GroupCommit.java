package dev.sutra.lsm;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Forces the log for all who wait for it at once: the first one leads and forces what has been
 * appended so far, outside of the tree's lock; who comes meanwhile appends, waits, and is covered
 * by the next force (DeWitt et al., "Implementation Techniques for Main Memory Database Systems",
 * SIGMOD 1984). A writer alone leads each time and waits for nobody.
 *
 * <p>Every method is called under the tree's lock, held once; waiting lets go of it.
 */
final class GroupCommit {
  /** The tree, as far as it is told about forces. */
  interface Log {
    /** What to force next; null if all is forced. */
    ActiveLog.@Nullable Mark next() throws IOException;

    /** The log is forced up to what was the next. */
    void forced(ActiveLog.Mark mark) throws IOException;
  }

  private final ReentrantLock lock;
  private final Condition forceEnded;
  private final WriterHealth health;
  private final Log log;
  private boolean forcing;

  GroupCommit(ReentrantLock lock, WriterHealth health, Log log) {
    this.lock = lock;
    this.forceEnded = lock.newCondition();
    this.health = health;
    this.log = log;
  }

  /**
   * Waits until something is forced, and forces while nobody else does.
   *
   * @throws RuntimeException the first failure of the tree, whoever met it
   */
  void await(BooleanSupplier forced) {
    while (!forced.getAsBoolean()) {
      health.checkNotFailed();
      if (forcing) {
        forceEnded.awaitUninterruptibly();
      } else {
        lead();
      }
    }
  }

  /** Waits until nobody forces and all is forced, or nothing more can be. */
  void drain(BooleanSupplier forced) {
    while (forcing || (!health.hasFailed() && !forced.getAsBoolean())) {
      if (forcing) {
        forceEnded.awaitUninterruptibly();
      } else {
        lead();
      }
    }
  }

  // The lock is let go of and taken again, not the other way round.
  @SuppressWarnings("LockNotBeforeTry")
  private void lead() {
    ActiveLog.Mark mark;
    forcing = true;
    try {
      mark = log.next();
      if (mark == null) {
        throw new IllegalStateException("nothing is left to force");
      }
      lock.unlock();
      try {
        mark.force();
      } finally {
        lock.lock();
      }
      log.forced(mark);
    } catch (IOException | RuntimeException | Error e) {
      throw health.fail(e);
    } finally {
      forcing = false;
      forceEnded.signalAll();
    }
  }
}

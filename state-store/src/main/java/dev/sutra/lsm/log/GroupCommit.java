package dev.sutra.lsm.log;

import dev.sutra.lsm.core.TreeCore;
import dev.sutra.lsm.core.WriterHealth;
import dev.sutra.lsm.version.ReadState;
import dev.sutra.lsm.version.ReadViews;
import dev.sutra.lsm.version.SealedMemtable;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Forces the log for all waiting writers at once. The first one becomes the leader: it forces what
 * has been appended so far, outside of the writers' lock. Writers that arrive during the force
 * append, wait, and are covered by the next one (DeWitt et al., "Implementation Techniques for Main
 * Memory Database Systems", SIGMOD 1984). A single writer always leads and never waits. Forced
 * transactions are published to readers.
 *
 * <p>All methods except {@link #force} are called under the writers' lock, held once. Waiting
 * releases it.
 */
public final class GroupCommit {
  private final ReentrantLock lock;
  private final Condition forceEnded;
  private final WriterHealth health;
  private final ReadViews views;
  private final ActiveLog log;
  private boolean forcing;

  public GroupCommit(TreeCore core, ReadViews views, ActiveLog log) {
    this.lock = core.lock();
    this.forceEnded = lock.newCondition();
    this.health = core.health();
    this.views = views;
    this.log = log;
  }

  /**
   * Waits until a condition holds, and leads forces while no other thread does.
   *
   * @throws RuntimeException the first failure of the tree
   */
  public void await(BooleanSupplier forced) {
    while (!forced.getAsBoolean()) {
      health.checkNotFailed();
      step();
    }
  }

  /** Waits until a condition holds and no thread forces, or until no force can succeed any more. */
  public void drain(BooleanSupplier forced) {
    while (forcing || (!health.hasFailed() && !forced.getAsBoolean())) {
      step();
    }
  }

  /**
   * Waits until the logs of a sealed memtable, and all before them, are on disk. Takes the writers'
   * lock.
   *
   * @throws RuntimeException the first failure of the tree
   */
  public void force(SealedMemtable sealed) {
    lock.lock();
    try {
      await(() -> log.isForced(sealed));
    } finally {
      lock.unlock();
    }
  }

  // Callers check their condition in a loop.
  @SuppressWarnings("WaitNotInLoop")
  private void step() {
    if (forcing) {
      forceEnded.awaitUninterruptibly();
    } else {
      lead();
    }
  }

  // The lock is released and taken again, not the other way round.
  @SuppressWarnings("LockNotBeforeTry")
  private void lead() {
    forcing = true;
    try {
      ActiveLog.@Nullable Mark mark = log.next();
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
      publish(mark);
    } catch (IOException | RuntimeException | Error e) {
      throw health.fail(e);
    } finally {
      forcing = false;
      forceEnded.signalAll();
    }
  }

  private void publish(ActiveLog.Mark mark) {
    ReadState state = views.newest();
    if (mark.sequence() > state.sequence()) {
      views.publish(state.withTransaction(mark.sequence(), mark.counters(), log.bytes()));
    }
  }
}

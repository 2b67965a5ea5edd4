package dev.sutra.lsm.version;

import dev.sutra.lsm.core.TreeCore;
import org.jspecify.annotations.Nullable;

/**
 * The states that readers may pin: the newest and, under an outer log, the last committed one.
 * Changed under the writers' lock, read without a lock.
 */
public final class ReadViews {
  private final TreeCore core;
  private volatile ReadState newest;
  // Null without an outer log: the newest state is the committed one then.
  private volatile @Nullable ReadState committed;

  public ReadViews(TreeCore core, ReadState first) {
    this.core = core;
    this.newest = first;
    this.committed = core.options().outerLog() ? retained(first) : null;
    account();
  }

  public ReadState newest() {
    return newest;
  }

  /** Publishes a state. The caller releases the old version if it is replaced. */
  public void publish(ReadState next) {
    ReadState last = newest;
    newest = next;
    if (next.active() != last.active() || next.sealed() != last.sealed()) {
      dropUncommitted(last, next);
      account();
    }
  }

  /**
   * Lets the committed state go of a memtable that was sealed and has no committed rows: it may not
   * be committed before it is flushed, or ever.
   */
  private void dropUncommitted(ReadState last, ReadState next) {
    ReadState old = committed;
    if (old != null
        && old.active() == last.active()
        && next.active() != last.active()
        && next.sealed().getFirst().firstSequence() > old.sequence()) {
      committed = old.withEmptyActive(next.active());
    }
  }

  private void account() {
    ReadState state = newest;
    long sealed = 0;
    for (SealedMemtable each : state.sealed()) {
      sealed += each.memtable().bytes();
    }
    ReadState last = committed;
    long retained = last == null ? 0 : last.memtableBytesBeside(state);
    core.memory().use(state.active().bytes(), sealed, retained);
  }

  /** Makes the newest state the committed one. */
  public void commit() {
    ReadState previous = committed;
    if (previous != null) {
      committed = retained(newest);
      previous.version().release();
      account();
    }
  }

  /**
   * Returns the newest state, with its version retained for the caller.
   *
   * @throws IllegalStateException if the tree is closed
   */
  public ReadState pinNewest() {
    while (true) {
      ReadState state = newest;
      if (tryPin(state)) {
        return state;
      }
    }
  }

  /**
   * Returns the committed state, with its version retained for the caller; without an outer log the
   * newest one.
   *
   * @throws IllegalStateException if the tree is closed
   */
  public ReadState pinCommitted() {
    while (true) {
      ReadState state = committed;
      if (state == null) {
        state = newest;
      }
      if (tryPin(state)) {
        return state;
      }
    }
  }

  /** Returns the newest version, retained for the caller, for background work. */
  public Version retainVersion() {
    Version version = newest.version();
    while (!version.tryRetain()) {
      version = newest.version();
    }
    return version;
  }

  /** Returns false if the state was replaced, and its version released, after it was read. */
  private boolean tryPin(ReadState state) {
    core.health().checkOpen();
    boolean pinned = state.version().tryRetain();
    if (!pinned) {
      Thread.onSpinWait();
    }
    return pinned;
  }

  /** Replaces both states by a committed one. */
  public void restart(ReadState state) {
    ReadState oldNewest = newest;
    ReadState oldCommitted = committed;
    committed = core.options().outerLog() ? retained(state) : null;
    newest = state;
    account();
    oldNewest.version().release();
    if (oldCommitted != null) {
      oldCommitted.version().release();
    }
  }

  /** Releases both states when the tree is closed. */
  public void release() {
    newest.version().release();
    ReadState last = committed;
    if (last != null) {
      last.version().release();
    }
  }

  private static ReadState retained(ReadState state) {
    if (!state.version().tryRetain()) {
      throw new IllegalStateException("the current version is not held");
    }
    return state;
  }
}

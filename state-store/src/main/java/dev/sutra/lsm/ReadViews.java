package dev.sutra.lsm;

import org.jspecify.annotations.Nullable;

/**
 * What readers may pin: the newest state and, under an outer log, the last committed one. Changed
 * under the tree's lock, read without.
 */
final class ReadViews {
  private final TreeOptions options;
  private final WriterHealth health;
  private volatile ReadState newest;
  // Null without an outer log: then the newest is what is committed.
  private volatile @Nullable ReadState committed;

  ReadViews(TreeOptions options, WriterHealth health, ReadState first) {
    this.options = options;
    this.health = health;
    this.newest = first;
    this.committed = options.outerLog() ? retained(first) : null;
  }

  ReadState newest() {
    return newest;
  }

  void publish(ReadState next) {
    newest = next;
  }

  /** From now on the newest state is the committed one, too. */
  void commit() {
    ReadState previous = committed;
    if (previous != null) {
      committed = retained(newest);
      previous.version().release();
    }
  }

  TreeSnapshot pinNewest() {
    while (true) {
      TreeSnapshot snapshot = tryPin(newest);
      if (snapshot != null) {
        return snapshot;
      }
    }
  }

  TreeSnapshot pinCommitted() {
    while (true) {
      ReadState state = committed;
      TreeSnapshot snapshot = tryPin(state == null ? newest : state);
      if (snapshot != null) {
        return snapshot;
      }
    }
  }

  /** Null if the state was replaced, and its version let go, since it was read. */
  private @Nullable TreeSnapshot tryPin(ReadState state) {
    health.checkOpen();
    TreeSnapshot snapshot = TreeSnapshot.tryPin(state, options);
    if (snapshot == null) {
      Thread.onSpinWait();
    }
    return snapshot;
  }

  /** Puts another state, which is committed, in the place of both. */
  void restart(ReadState state) {
    ReadState oldNewest = newest;
    ReadState oldCommitted = committed;
    committed = options.outerLog() ? retained(state) : null;
    newest = state;
    oldNewest.version().release();
    if (oldCommitted != null) {
      oldCommitted.version().release();
    }
  }

  /** Lets go of the states, when the tree is closed. */
  void release() {
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

package dev.sutra.lsm;

import dev.sutra.record.RowBatch;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a tree from which a transaction is prepared, and the watch over what others write
 * meanwhile. To be closed, whether it was committed or not. Thread-safe.
 */
public final class TreeTransaction implements AutoCloseable {
  private final Tree tree;
  private final TreeSnapshot snapshot;
  private final AtomicBoolean closed = new AtomicBoolean();

  TreeTransaction(Tree tree, TreeSnapshot snapshot) {
    this.tree = tree;
    this.snapshot = snapshot;
  }

  /** The tree as of its begin; closed with it. */
  public TreeSnapshot snapshot() {
    return snapshot;
  }

  /**
   * Applies rows as one transaction, unless one of them was also written after the begin.
   *
   * @param emptied ids of concepts whose edges are removed: any edge that one of them was given
   *     meanwhile is a conflict, too
   * @return what stands against it, in words, nothing being applied then; null if it is done
   * @throws IllegalArgumentException if a row is not valid; nothing is applied
   */
  public @Nullable String commit(RowBatch rows, List<String> emptied) {
    return tree.applyUnlessConflict(rows, emptied, snapshot.sequence());
  }

  /** Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      tree.end(snapshot);
    }
  }
}

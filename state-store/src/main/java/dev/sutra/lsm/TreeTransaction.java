package dev.sutra.lsm;

import dev.sutra.lsm.read.TreeSnapshot;
import dev.sutra.lsm.write.WritePath;
import dev.sutra.record.RowBatch;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A transaction: a snapshot to read from, and a commit that detects conflicts with concurrent
 * writes. It has to be closed, whether it was committed or not. Thread-safe.
 */
public final class TreeTransaction implements AutoCloseable {
  private final ReentrantLock lock;
  private final WritePath writer;
  private final TreeSnapshot snapshot;
  private final AtomicBoolean closed = new AtomicBoolean();

  TreeTransaction(ReentrantLock lock, WritePath writer, TreeSnapshot snapshot) {
    this.lock = lock;
    this.writer = writer;
    this.snapshot = snapshot;
  }

  /** Returns the tree as of the begin of the transaction; closed with it. */
  public TreeSnapshot snapshot() {
    return snapshot;
  }

  /**
   * Applies rows as one transaction, unless one of them was also written after the begin.
   *
   * @param emptied ids of concepts whose edges are removed: an edge that was added to one of them
   *     after the begin is a conflict too
   * @return the conflict in words, and nothing is applied; null if the transaction is applied
   * @throws IllegalArgumentException if a row is not valid; nothing is applied
   */
  public @Nullable String commit(RowBatch rows, List<String> emptied) {
    lock.lock();
    try {
      return writer.applyUnlessConflict(rows, emptied, snapshot.sequence());
    } finally {
      lock.unlock();
    }
  }

  /** Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      lock.lock();
      try {
        writer.end(snapshot);
      } finally {
        lock.unlock();
      }
      snapshot.close();
    }
  }
}

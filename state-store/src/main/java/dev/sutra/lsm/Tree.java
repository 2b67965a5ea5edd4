package dev.sutra.lsm;

import dev.sutra.io.Storage;
import dev.sutra.memtable.Memtable;
import dev.sutra.record.Concept;
import dev.sutra.record.RowBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A log-structured merge tree of rows with the indexes that are derived from them.
 *
 * <p>Writers take turns under one lock; readers pin a {@link TreeSnapshot} and take none. The first
 * failure of the log is final for writers: they get it as cause, while reads go on. A flush or
 * compaction that fails is tried again; writers wait for it where they must, and are told if it
 * stays impossible. Thread-safe.
 */
public final class Tree implements AutoCloseable {
  private static final int RECOVERED_LOGS_MAX = 4;

  private final TreeOptions options;
  private final RowApplier applier;
  private final AtomicLong nextFileNumber;
  private final Maintenance maintenance;

  // Taken before the tree's lock: commits reach the manifest in their order.
  private final ReentrantLock commitLock = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final WriterGate gate;
  // Guarded by the lock; the views are read without it.
  private final ReadViews views;
  private final ActiveLog log;
  private CommitPoint commit;
  private final WriteConflicts conflicts = new WriteConflicts();
  private final WriterHealth health;

  private Tree(Storage storage, TreeOptions options, Recovery.Recovered recovered) {
    this.options = options;
    this.health = new WriterHealth(storage.describe());
    this.gate = new WriterGate(options, this, health);
    this.applier = new RowApplier(options);
    this.nextFileNumber = new AtomicLong(recovered.nextFileNumber());
    this.log = new ActiveLog(storage, options, nextFileNumber::getAndIncrement, recovered);
    this.commit = recovered.commit();
    this.views = new ReadViews(options, health, recovered.state());
    this.maintenance =
        new Maintenance(
            storage, options, this, gate, new VersionKeeper(storage, options, recovered));
  }

  /**
   * Opens a tree, bringing the directory back to its last committed state.
   *
   * @throws IllegalArgumentException if it was made with other options
   * @throws dev.sutra.io.CorruptFileException if it is damaged
   */
  public static Tree open(Storage storage, TreeOptions options) throws IOException {
    Tree tree = new Tree(storage, options, Recovery.run(storage, options));
    tree.lock.lock();
    try {
      if (tree.log.numbers().size() > RECOVERED_LOGS_MAX
          || tree.state().active().bytes() >= options.memtableBytesMax()) {
        tree.seal();
      }
    } finally {
      tree.lock.unlock();
    }
    return tree;
  }

  /**
   * Applies rows as one transaction.
   *
   * @throws IllegalArgumentException if a row is not valid; nothing is applied
   * @throws UncheckedIOException if the log cannot be written, which is final; or if there is no
   *     room in memory since flushes fail, and nothing is applied
   * @throws dev.sutra.io.CorruptFileException if a row that is replaced is damaged
   */
  public void apply(RowBatch rows) {
    if (rows.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      @Nullable Concept[] concepts = applier.check(rows);
      gate.awaitRoom(maintenance);
      write(rows, concepts);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Applies the rows that a look at the tree, which nobody writes to meanwhile, asks for: one
   * transaction.
   */
  public void update(Function<TreeSnapshot, RowBatch> write) {
    lock.lock();
    try {
      gate.awaitRoom(maintenance);
      RowBatch rows;
      try (TreeSnapshot now = snapshot()) {
        rows = write.apply(now);
      }
      write(rows, applier.check(rows));
    } finally {
      lock.unlock();
    }
  }

  /** Begins a transaction from the tree as it is now. */
  public TreeTransaction begin() {
    lock.lock();
    try {
      health.checkUsable();
      TreeSnapshot now = snapshot();
      conflicts.begin(now.sequence());
      return new TreeTransaction(this, now);
    } finally {
      lock.unlock();
    }
  }

  /** What stands against it, or null if the rows are applied. */
  @Nullable String applyUnlessConflict(RowBatch rows, List<String> emptied, long begin) {
    lock.lock();
    try {
      @Nullable Concept[] concepts = applier.check(rows);
      gate.awaitRoom(maintenance);
      String conflict = conflicts.find(rows, emptied, begin);
      if (conflict == null) {
        write(rows, concepts);
      }
      return conflict;
    } finally {
      lock.unlock();
    }
  }

  /** A transaction that began with this snapshot is over. */
  void end(TreeSnapshot begin) {
    lock.lock();
    try {
      conflicts.end(begin.sequence());
    } finally {
      lock.unlock();
    }
    begin.close();
  }

  private void write(RowBatch rows, @Nullable Concept[] concepts) {
    try {
      long sequence = state().sequence() + 1;
      log.append(sequence, rows);
      conflicts.written(rows, sequence);
      Counters counters = applier.apply(rows, concepts, sequence, state(), state().counters());
      views.publish(state().withTransaction(sequence, counters));
      maintenance.bytesWritten(rows.bytes());
      gate.wrote(rows.bytes());
      if (state().active().bytes() >= options.memtableBytesMax()) {
        seal();
      }
    } catch (IOException | RuntimeException | Error e) {
      // Whatever it is: the transaction is in the log, and may be half in the memtable.
      throw health.fail(e);
    }
  }

  /** Commits all transactions so far, under an outer log; {@code data} says where that stands. */
  public void commit(byte[] data) {
    commitLock.lock();
    try {
      CommitPoint durable = appendCommit(data);
      if (durable != null) {
        maintenance.committed(durable);
      }
    } finally {
      commitLock.unlock();
    }
  }

  /** Returns the commit if the manifest may let go of what was kept until it came. */
  private @Nullable CommitPoint appendCommit(byte[] data) {
    lock.lock();
    try {
      health.checkUsable();
      CommitPoint point = new CommitPoint(state().sequence(), commit.number() + 1, data);
      boolean letsGo = maintenance.hasBase();
      log.appendCommit(point, letsGo);
      commit = point;
      views.commit();
      return letsGo ? point : null;
    } catch (IOException e) {
      throw health.fail(e);
    } finally {
      lock.unlock();
    }
  }

  /** What the last commit left; empty before the first. */
  public byte[] commitData() {
    lock.lock();
    try {
      return commit.data();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The tree as it is now.
   *
   * @throws IllegalStateException if it is closed
   */
  public TreeSnapshot snapshot() {
    return views.pinNewest();
  }

  /** The tree as of its last commit; without an outer log, as it is now. */
  public TreeSnapshot committedSnapshot() {
    return views.pinCommitted();
  }

  /**
   * Writes all memtables to segments and waits for it.
   *
   * @throws UncheckedIOException if that fails again and again; it goes on being tried
   */
  public void flush() {
    lock.lock();
    try {
      health.checkUsable();
      if (state().active().rowCount() > 0) {
        seal();
      }
      gate.awaitFlushed(maintenance);
    } catch (IOException e) {
      throw health.fail(e);
    } finally {
      lock.unlock();
    }
    maintenance.ensureSaved();
  }

  /**
   * Flushes, merges all segments into one and waits for it.
   *
   * @throws UncheckedIOException if that fails; the tree is as good as before
   */
  public void compact() {
    flush();
    maintenance.compactAll();
  }

  /** Bytes of segment files and of the log that is written to. */
  public long diskBytes() {
    lock.lock();
    try {
      return state().version().bytes() + log.length();
    } finally {
      lock.unlock();
    }
  }

  /** Heap bytes of the memtables. */
  public long memoryBytes() {
    lock.lock();
    try {
      return state().memtableBytes();
    } finally {
      lock.unlock();
    }
  }

  /** What background work has done and what it costs. */
  public TreeWork work() {
    lock.lock();
    try {
      return maintenance.work();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for background work, flushes the log to the operating system and releases the files, also
   * where it fails; what snapshots hold stays mapped until they are closed. Idempotent.
   */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (!health.close()) {
        return;
      }
      gate.wake();
    } finally {
      lock.unlock();
    }
    maintenance.close();
    lock.lock();
    try {
      views.release();
      log.close();
    } finally {
      lock.unlock();
    }
  }

  // What maintenance needs of the tree.

  ReadState state() {
    return views.newest();
  }

  ReentrantLock lock() {
    return lock;
  }

  boolean isClosed() {
    return health.isClosed();
  }

  long takeFileNumber() {
    return nextFileNumber.getAndIncrement();
  }

  long peekFileNumber() {
    return nextFileNumber.get();
  }

  /** Publishes a state; under the lock. */
  void publish(ReadState next) {
    views.publish(next);
    gate.wake();
  }

  /** Logs of all memtables, ascending; under the lock. */
  List<Long> neededLogs() {
    List<Long> logs = new ArrayList<>();
    for (SealedMemtable sealed : state().sealed().reversed()) {
      logs.addAll(sealed.logs());
    }
    logs.addAll(log.numbers());
    return logs;
  }

  /** Makes writers fail from now on, with this as cause. */
  void failWriters(Throwable cause) {
    lock.lock();
    try {
      health.failed(cause);
      gate.wake();
    } finally {
      lock.unlock();
    }
  }

  private void seal() throws IOException {
    SealedMemtable sealed = log.seal(state(), commit);
    Memtable next = new Memtable(options.analyzer(), options.dimension(), options.similarity());
    views.publish(state().withSealed(sealed, next));
    maintenance.scheduleFlush();
  }
}

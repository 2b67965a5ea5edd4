package dev.sutra.lsm;

import dev.sutra.io.Storage;
import dev.sutra.record.RowBatch;
import dev.sutra.vector.quantization.CellCodebook;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

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

  private final Storage storage;
  private final TreeOptions options;
  private final AtomicLong nextFileNumber = new AtomicLong();

  // Taken before the tree's lock: commits reach the manifest in their order.
  private final ReentrantLock commitLock = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  // Changed under the lock, read without.
  private final ReadViews views;
  private final WriterHealth health;
  private final WriterGate gate;
  // Replaced when the tree goes back to its last commit; read without the lock.
  private volatile TreeWriter writer;
  private volatile Maintenance maintenance;

  private Tree(Storage storage, TreeOptions options, Recovery.Recovered recovered) {
    this.storage = storage;
    this.options = options;
    this.health = new WriterHealth(storage.describe());
    this.gate = new WriterGate(options, this, health);
    this.views = new ReadViews(options, health, recovered.state());
    this.maintenance = newMaintenance(recovered);
    this.writer = newWriter(recovered, maintenance);
  }

  private Maintenance newMaintenance(Recovery.Recovered recovered) {
    nextFileNumber.accumulateAndGet(recovered.nextFileNumber(), Math::max);
    return new Maintenance(
        storage,
        options,
        this,
        gate,
        new VersionKeeper(storage, options, recovered),
        recovered.codebooks());
  }

  private TreeWriter newWriter(Recovery.Recovered recovered, Maintenance behind) {
    return new TreeWriter(
        storage,
        options,
        lock,
        health,
        gate,
        views,
        recovered,
        nextFileNumber::getAndIncrement,
        behind);
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
      tree.sealIfLarge();
    } finally {
      tree.lock.unlock();
    }
    tree.maintenance.scheduleCoding();
    return tree;
  }

  private void sealIfLarge() throws IOException {
    if (writer.activeLogs() > RECOVERED_LOGS_MAX
        || state().active().bytes() >= options.memtableBytesMax()) {
      writer.seal();
    } else {
      maintenance.logged(state().logBytes());
    }
  }

  /**
   * Applies rows as one transaction.
   *
   * @throws IllegalArgumentException if a row is not valid; nothing is applied
   * @throws java.io.UncheckedIOException if the log cannot be written, which is final; or if there
   *     is no room in memory since flushes fail, and nothing is applied
   * @throws dev.sutra.io.CorruptFileException if a row that is replaced is damaged
   */
  public void apply(RowBatch rows) {
    if (rows.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      writer.apply(rows);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Applies the rows that a look at the tree, which nobody writes to meanwhile, asks for: one
   * transaction.
   */
  public void update(Function<TreeSnapshot, RowBatch> update) {
    lock.lock();
    try {
      writer.update(update);
    } finally {
      lock.unlock();
    }
  }

  /** Begins a transaction from the tree as it is now. */
  public TreeTransaction begin() {
    lock.lock();
    try {
      return new TreeTransaction(this, writer, writer.begin());
    } finally {
      lock.unlock();
    }
  }

  /** Commits all transactions so far, under an outer log; {@code data} says where that stands. */
  public void commit(byte[] data) {
    commitLock.lock();
    try {
      boolean letsGo;
      CommitPoint point;
      lock.lock();
      try {
        // Then it has to be on the disk before the manifest lets go of what was kept until it came.
        letsGo = maintenance.hasBase();
        point = writer.commit(data, letsGo);
      } finally {
        lock.unlock();
      }
      if (letsGo) {
        maintenance.committed(point);
      }
    } finally {
      commitLock.unlock();
    }
  }

  /**
   * Drops every transaction after the last commit, as an open would. Snapshots stay what they are.
   * Whoever writes meanwhile gets an {@link IllegalStateException}.
   *
   * @throws IllegalStateException if there is no outer log: then nothing is uncommitted
   * @throws java.io.UncheckedIOException if that fails; the tree takes no writes then
   */
  public void rollbackToCommit() {
    if (!options.outerLog()) {
      throw new IllegalStateException("without an outer log every transaction is committed");
    }
    commitLock.lock();
    try {
      lock.lock();
      try {
        health.checkUsable();
        health.pause();
        gate.wake();
      } finally {
        lock.unlock();
      }
      maintenance.close();
      lock.lock();
      try {
        writer.close();
        Recovery.Recovered recovered = Recovery.run(storage, options);
        views.restart(recovered.state());
        maintenance = newMaintenance(recovered);
        writer = newWriter(recovered, maintenance);
        health.resume();
        sealIfLarge();
      } catch (IOException | RuntimeException e) {
        health.resume();
        throw health.fail(e);
      } finally {
        lock.unlock();
      }
    } finally {
      commitLock.unlock();
    }
  }

  /** What the last commit left; empty before the first. */
  public byte[] commitData() {
    return writer.lastCommit().data();
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
   * @throws java.io.UncheckedIOException if that fails again and again; it goes on being tried
   */
  public void flush() {
    lock.lock();
    try {
      writer.flush();
    } finally {
      lock.unlock();
    }
    maintenance.ensureSaved();
  }

  /**
   * Flushes, merges all segments into one and waits for it.
   *
   * @throws java.io.UncheckedIOException if that fails; the tree is as good as before
   */
  public void compact() {
    flush();
    maintenance.compactAll();
  }

  /**
   * Flushes, and learns a codebook from all vectors; segments are coded with it some time soon.
   *
   * @return the newest codebook
   * @throws IllegalStateException if there are too few vectors, or the tree is closed
   * @throws java.io.UncheckedIOException if that fails; the tree is as good as before
   */
  public CellCodebook train() {
    flush();
    return maintenance.train();
  }

  /**
   * Copies the tree as of a moment between the call and its end, while it is written to.
   *
   * @throws IllegalStateException if it is closed or takes no writes
   */
  public void backup(BackupTarget target) throws IOException {
    TreeBackup.run(storage, this, maintenance, target);
  }

  /** Bytes of a snapshot's segments and logs, and of the codebooks that there are now. */
  public long diskBytes(TreeSnapshot snapshot) {
    return snapshot.segmentBytes() + snapshot.logBytes() + maintenance.codebookBytes();
  }

  /**
   * What background work has done up to now, and what it costs; of the segments of a snapshot.
   * Takes no lock of writers.
   */
  public TreeWork work(TreeSnapshot snapshot) {
    return maintenance.work(snapshot);
  }

  /**
   * Waits for background work and for who waits for a force, flushes the log to the operating
   * system and releases the files, also where it fails; what snapshots hold stays mapped until they
   * are closed. Idempotent.
   */
  @Override
  public void close() throws IOException {
    commitLock.lock();
    try {
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
        writer.close();
      } finally {
        views.release();
        lock.unlock();
      }
    } finally {
      commitLock.unlock();
    }
  }

  // What maintenance and transactions need of the tree.

  /** What writes now; under the lock. */
  TreeWriter writer() {
    return writer;
  }

  ReadState state() {
    return views.newest();
  }

  ReentrantLock lock() {
    return lock;
  }

  /** Whether background work is to end. */
  boolean isClosed() {
    return health.isStopped();
  }

  long takeFileNumber() {
    return nextFileNumber.getAndIncrement();
  }

  long peekFileNumber() {
    return nextFileNumber.get();
  }

  /** Waits until the logs of a sealed memtable, and all before them, are on the disk. */
  void forceLogs(SealedMemtable sealed) {
    lock.lock();
    try {
      writer.force(sealed);
    } finally {
      lock.unlock();
    }
  }

  /** Publishes a state; under the lock. */
  void publish(ReadState next) {
    views.publish(next);
    gate.wake();
  }

  /** Logs of all memtables, ascending; under the lock. */
  List<Long> neededLogs() {
    return writer.neededLogs();
  }

  /** The same, with what was written to them in the hands of the operating system. */
  List<Long> flushedLogs() throws IOException {
    writer.flushLog();
    return writer.neededLogs();
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
}

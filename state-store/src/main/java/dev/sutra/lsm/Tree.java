package dev.sutra.lsm;

import dev.sutra.io.Storage;
import dev.sutra.lsm.core.TreeCore;
import dev.sutra.lsm.core.TreeOptions;
import dev.sutra.lsm.core.WorkCounters;
import dev.sutra.lsm.read.TreeSnapshot;
import dev.sutra.lsm.recovery.Recovery;
import dev.sutra.lsm.version.ReadViews;
import dev.sutra.lsm.version.Recovered;
import dev.sutra.lsm.write.WritePath;
import dev.sutra.record.RowBatch;
import dev.sutra.vector.quantization.CellCodebook;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * A log-structured merge tree of rows, with the indexes that are derived from them.
 *
 * <p>Writers take turns under one lock. Readers pin a {@link TreeSnapshot} and take no lock. The
 * first failure of the log is final for writers: later writes fail with it as cause, while reads go
 * on. A failed flush or compaction is retried; writers that need it wait, and fail after too many
 * consecutive failures. Thread-safe.
 */
public final class Tree implements AutoCloseable {
  private final TreeCore core;
  // Taken before the writers' lock, so that commits reach the manifest in their order.
  private final ReentrantLock commitLock = new ReentrantLock();
  private final ReadViews views;
  // Replaced by a rollback; read without a lock.
  private volatile TreeSession session;

  private Tree(TreeCore core, Recovered recovered) {
    this.core = core;
    this.views = new ReadViews(core, recovered.state());
    this.session = new TreeSession(core, views, recovered);
  }

  /**
   * Opens a tree as of its last commit.
   *
   * @throws IllegalArgumentException if it was created with other options
   * @throws dev.sutra.io.CorruptFileException if it is damaged
   */
  public static Tree open(Storage storage, TreeOptions options) throws IOException {
    TreeCore core = new TreeCore(storage, options);
    try {
      return open(core);
    } catch (IOException | RuntimeException | Error e) {
      core.memory().close();
      throw e;
    }
  }

  private static Tree open(TreeCore core) throws IOException {
    Tree tree = new Tree(core, Recovery.run(core));
    core.lock().lock();
    try {
      tree.session.start();
    } finally {
      core.lock().unlock();
    }
    tree.session.training().schedule();
    tree.session.texts().schedule();
    return tree;
  }

  /**
   * Applies rows as one transaction.
   *
   * @throws IllegalArgumentException if a row is not valid; nothing is applied
   * @throws java.io.UncheckedIOException if the log cannot be written, which is final; or if memory
   *     has no room because flushes fail, and nothing is applied
   * @throws dev.sutra.io.CorruptFileException if a row that is replaced is damaged
   */
  public void apply(RowBatch rows) {
    if (rows.isEmpty()) {
      return;
    }
    core.lock().lock();
    try {
      session.writer().apply(rows);
    } finally {
      core.lock().unlock();
    }
  }

  /**
   * Applies the rows that a function derives from the tree, as one transaction. No other write
   * happens between the read and the write.
   */
  public void update(Function<TreeSnapshot, RowBatch> update) {
    core.lock().lock();
    try {
      session.writer().update(update);
    } finally {
      core.lock().unlock();
    }
  }

  /** Begins a transaction on the current state of the tree. */
  public TreeTransaction begin() {
    core.lock().lock();
    try {
      WritePath writer = session.writer();
      return new TreeTransaction(core.lock(), writer, writer.begin());
    } finally {
      core.lock().unlock();
    }
  }

  /**
   * Commits all transactions so far, under an outer log.
   *
   * @param data position of the outer log
   */
  public void commit(byte[] data) {
    commitLock.lock();
    try {
      session.commit(data);
    } finally {
      commitLock.unlock();
    }
  }

  /** Loads rows in bulk. */
  public TreeLoad loads() {
    return new TreeLoad(core, () -> session);
  }

  /**
   * Drops all transactions after the last commit, as an open would. Open snapshots do not change.
   * Concurrent writers get an {@link IllegalStateException}.
   *
   * @throws IllegalStateException if there is no outer log: every transaction is committed then
   * @throws java.io.UncheckedIOException if recovery fails; the tree takes no more writes
   */
  public void rollbackToCommit() {
    if (!core.options().outerLog()) {
      throw new IllegalStateException("without an outer log every transaction is committed");
    }
    commitLock.lock();
    try {
      core.lock().lock();
      try {
        core.health().checkUsable();
        core.health().pause();
        core.changed().signalAll();
      } finally {
        core.lock().unlock();
      }
      session.stopBackground();
      core.lock().lock();
      try {
        TreeSession old = session;
        old.closeLog();
        Recovered recovered = Recovery.run(core);
        views.restart(recovered.state());
        session = new TreeSession(core, views, recovered);
        session.texts().schedule();
        old.writer().replaced();
        core.health().resume();
        session.start();
      } catch (IOException | RuntimeException e) {
        core.health().resume();
        throw core.health().fail(e);
      } finally {
        core.lock().unlock();
      }
    } finally {
      commitLock.unlock();
    }
  }

  /** Returns the data of the last commit; empty before the first. */
  public byte[] commitData() {
    return session.log().commit().data();
  }

  /**
   * Returns the current state of the tree.
   *
   * @throws IllegalStateException if it is closed
   */
  public TreeSnapshot snapshot() {
    return new TreeSnapshot(views.pinNewest(), core.options());
  }

  /**
   * Returns the tree as of its last commit; without an outer log, its current state.
   *
   * @throws IllegalStateException if it is closed
   */
  public TreeSnapshot committedSnapshot() {
    return new TreeSnapshot(views.pinCommitted(), core.options());
  }

  /**
   * Writes all memtables to segments and waits for it.
   *
   * @throws java.io.UncheckedIOException after too many consecutive failures; retries go on
   */
  public void flush() {
    core.lock().lock();
    try {
      session.writer().flush();
    } finally {
      core.lock().unlock();
    }
    TreeSession current = session;
    current.running().run(current.versions()::ensureSaved);
  }

  /**
   * Flushes, merges all segments into one and waits for it.
   *
   * @throws java.io.UncheckedIOException if it fails; the tree is not changed
   */
  public void compact() {
    do {
      flush();
      session.texts().completeAll();
    } while (!session.compactions().compactAll());
  }

  /**
   * Flushes, and trains a codebook from all vectors. Segments are encoded with it asynchronously.
   *
   * @return the newest codebook
   * @throws IllegalStateException if there are too few vectors, or the tree is closed
   * @throws java.io.UncheckedIOException if it fails; the tree is not changed
   */
  public CellCodebook train() {
    flush();
    return session.training().train();
  }

  /**
   * Copies the tree as of a moment during the call. Writers are not blocked.
   *
   * @throws IllegalStateException if it is closed or takes no writes
   */
  public void backup(BackupTarget target) throws IOException {
    flush();
    new TreeBackup(core, views, session, target).run();
  }

  /** Returns the bytes of a snapshot's segments and logs, and of the current codebooks. */
  public long diskBytes(TreeSnapshot snapshot) {
    return snapshot.segmentBytes() + snapshot.logBytes() + session.versions().codebooks().bytes();
  }

  /** Returns the totals of background work and of writers' waits, which go on counting. */
  public WorkCounters work() {
    return core.work();
  }

  /**
   * Waits for background work and for waiting forces, flushes the log to the operating system and
   * releases the files, even if that fails. Files of open snapshots stay mapped until these are
   * closed. Idempotent.
   */
  @Override
  public void close() throws IOException {
    commitLock.lock();
    try {
      core.lock().lock();
      try {
        if (!core.health().close()) {
          return;
        }
        core.changed().signalAll();
      } finally {
        core.lock().unlock();
      }
      session.stopBackground();
      core.lock().lock();
      try {
        session.closeLog();
      } finally {
        views.release();
        core.memory().close();
        core.lock().unlock();
      }
    } finally {
      commitLock.unlock();
    }
  }
}

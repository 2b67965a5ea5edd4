package dev.sutra.lsm;

import dev.sutra.io.Storage;
import dev.sutra.memtable.Memtable;
import dev.sutra.record.Concept;
import dev.sutra.record.RowBatch;
import dev.sutra.wal.LogWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A log-structured merge tree of rows with the indexes that are derived from them.
 *
 * <p>Writers take turns under one lock; readers pin a {@link TreeSnapshot} and take none. The first
 * failure of the log or of background work is final for writers: they get it as cause, while reads
 * go on. Thread-safe.
 */
public final class Tree implements AutoCloseable {
  private static final int SEALED_MAX = 2;
  private static final int RECOVERED_LOGS_MAX = 4;

  private final Storage storage;
  private final TreeOptions options;
  private final RowApplier applier;
  private final AtomicLong nextFileNumber;
  private final Maintenance maintenance;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition flushed = lock.newCondition();
  // Guarded by the lock; the two states are read without it.
  private volatile ReadState state;
  private volatile ReadState committedState;
  private @Nullable LogWriter log;
  private final List<Long> activeLogs;
  private long activeFirstSequence;
  private CommitPoint commit;
  private @Nullable Exception failure;
  private volatile boolean closed;

  private Tree(Storage storage, TreeOptions options, Recovery.Recovered recovered) {
    this.storage = storage;
    this.options = options;
    this.applier = new RowApplier(options);
    this.nextFileNumber = new AtomicLong(recovered.nextFileNumber());
    this.activeLogs = new ArrayList<>(recovered.logs());
    this.activeFirstSequence = recovered.firstSequence();
    this.commit = recovered.commit();
    this.state =
        new ReadState(
            recovered.version(),
            recovered.memtable(),
            recovered.memtable().documents(),
            List.of(),
            Math.max(recovered.flushedSequence(), recovered.memtable().lastSequence()),
            recovered.counters());
    this.committedState = state;
    if (!state.version().tryRetain()) {
      throw new IllegalStateException("a new version without a holder");
    }
    this.maintenance =
        new Maintenance(storage, options, this, new VersionKeeper(storage, options, recovered));
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
      if (tree.activeLogs.size() > RECOVERED_LOGS_MAX
          || tree.state.active().bytes() >= options.memtableBytesMax()) {
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
   * @throws UncheckedIOException if the log cannot be written
   */
  public void apply(RowBatch rows) {
    if (rows.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      @Nullable Concept[] concepts = applier.check(rows);
      awaitRoom();
      long sequence = state.sequence() + 1;
      append(sequence, rows);
      Counters counters = applier.apply(rows, concepts, sequence, state, state.counters());
      state = state.withTransaction(sequence, counters);
      if (state.active().bytes() >= options.memtableBytesMax()) {
        seal();
      }
    } catch (IOException | IllegalStateException e) {
      throw fail(e);
    } finally {
      lock.unlock();
    }
  }

  /** Commits all transactions so far, under an outer log; {@code data} says where that stands. */
  public void commit(byte[] data) {
    boolean letsGo;
    CommitPoint point;
    lock.lock();
    try {
      checkUsable();
      point = new CommitPoint(state.sequence(), commit.number() + 1, data);
      LogWriter writer = log();
      writer.appendCommit(point.sequence(), point.encode());
      letsGo = maintenance.hasBase();
      if (letsGo) {
        writer.sync();
      } else {
        writer.flush();
      }
      commit = point;
      ReadState previous = committedState;
      committedState = retained(state);
      previous.version().release();
    } catch (IOException e) {
      throw fail(e);
    } finally {
      lock.unlock();
    }
    if (letsGo) {
      maintenance.committed(point);
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

  /** The tree as it is now. */
  public TreeSnapshot snapshot() {
    while (true) {
      TreeSnapshot snapshot = TreeSnapshot.tryPin(state, options);
      if (snapshot != null) {
        return snapshot;
      }
      checkOpen();
      Thread.onSpinWait();
    }
  }

  /** The tree as of its last commit; without an outer log, as it is now. */
  public TreeSnapshot committedSnapshot() {
    while (options.outerLog()) {
      TreeSnapshot snapshot = TreeSnapshot.tryPin(committedState, options);
      if (snapshot != null) {
        return snapshot;
      }
      checkOpen();
      Thread.onSpinWait();
    }
    return snapshot();
  }

  /** Writes all memtables to segments and waits for it. */
  public void flush() {
    lock.lock();
    try {
      checkUsable();
      if (state.active().rowCount() > 0) {
        seal();
      }
      while (!state.sealed().isEmpty()) {
        checkUsable();
        flushed.awaitUninterruptibly();
      }
      checkUsable();
    } catch (IOException e) {
      throw fail(e);
    } finally {
      lock.unlock();
    }
  }

  /** Flushes, merges all segments into one and waits for it. */
  public void compact() {
    flush();
    maintenance.compactAll();
    lock.lock();
    try {
      checkUsable();
    } finally {
      lock.unlock();
    }
  }

  /** Bytes of segment files and of the log that is written to. */
  public long diskBytes() {
    lock.lock();
    try {
      return state.version().bytes() + (log == null ? 0 : log.length());
    } finally {
      lock.unlock();
    }
  }

  /** Heap bytes of the memtables. */
  public long memoryBytes() {
    lock.lock();
    try {
      return state.memtableBytes();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for background work, flushes the log to the operating system and releases the files; what
   * snapshots hold stays mapped until they are closed. Idempotent.
   */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      flushed.signalAll();
    } finally {
      lock.unlock();
    }
    maintenance.close();
    lock.lock();
    try {
      state.version().release();
      committedState.version().release();
      if (log != null) {
        log.close();
      }
    } finally {
      lock.unlock();
    }
  }

  // What maintenance needs of the tree.

  ReadState state() {
    return state;
  }

  ReentrantLock lock() {
    return lock;
  }

  boolean isClosed() {
    return closed;
  }

  long takeFileNumber() {
    return nextFileNumber.getAndIncrement();
  }

  long peekFileNumber() {
    return nextFileNumber.get();
  }

  /** Publishes a state; under the lock. */
  void publish(ReadState next) {
    state = next;
    flushed.signalAll();
  }

  /** Logs of all memtables, ascending; under the lock. */
  List<Long> neededLogs() {
    List<Long> logs = new ArrayList<>();
    for (SealedMemtable sealed : state.sealed().reversed()) {
      logs.addAll(sealed.logs());
    }
    logs.addAll(activeLogs);
    return logs;
  }

  /** Makes writers fail from now on, with this as cause. */
  void failWriters(Exception cause) {
    lock.lock();
    try {
      if (failure == null) {
        failure = cause;
      }
      flushed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void append(long sequence, RowBatch rows) throws IOException {
    LogWriter writer = log();
    writer.appendTransaction(sequence, rows, !options.outerLog());
    if (options.forceLog()) {
      writer.sync();
    } else if (options.flushLog()) {
      writer.flush();
    }
    if (activeFirstSequence == 0) {
      activeFirstSequence = sequence;
    }
  }

  private LogWriter log() throws IOException {
    LogWriter current = log;
    if (current == null) {
      long number = takeFileNumber();
      current = LogWriter.create(storage, number);
      activeLogs.add(number);
      log = current;
    }
    return current;
  }

  private void seal() throws IOException {
    if (log != null) {
      // A later commit may be on the disk only once everything before it is.
      log.sync();
      log.close();
      log = null;
    }
    SealedMemtable sealed =
        new SealedMemtable(
            state.active(), activeFirstSequence, state.counters(), commit, List.copyOf(activeLogs));
    activeLogs.clear();
    activeFirstSequence = 0;
    Memtable next = new Memtable(options.analyzer(), options.dimension(), options.similarity());
    state = state.withSealed(sealed, next);
    maintenance.scheduleFlush();
  }

  private void awaitRoom() {
    checkUsable();
    while (state.sealed().size() >= SEALED_MAX) {
      flushed.awaitUninterruptibly();
      checkUsable();
    }
  }

  private void checkUsable() {
    checkOpen();
    if (failure != null) {
      throw new IllegalStateException(
          "the store in " + storage.describe() + " takes no writes after a failure", failure);
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the store in " + storage.describe() + " is closed");
    }
  }

  private RuntimeException fail(Exception cause) {
    if (failure == null && !closed) {
      failure = cause;
    }
    return cause instanceof IOException io
        ? new UncheckedIOException(io)
        : (RuntimeException) cause;
  }

  private static ReadState retained(ReadState state) {
    if (!state.version().tryRetain()) {
      throw new IllegalStateException("the current version is not held");
    }
    return state;
  }
}

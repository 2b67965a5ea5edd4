package dev.sutra.lsm;

import dev.sutra.io.Storage;
import dev.sutra.memtable.Memtable;
import dev.sutra.record.Concept;
import dev.sutra.record.RowBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of a write: rows are checked, logged, applied to the memtable and published. Where each
 * transaction is forced, it is published once it is on the disk, so that nobody sees what a power
 * cut may take; others go in meanwhile ({@link GroupCommit}).
 *
 * <p>Every method is called under the tree's lock, held once; some let go of it while they wait.
 */
final class TreeWriter implements GroupCommit.Log {
  private final TreeOptions options;
  private final WriterGate gate;
  private final WriterHealth health;
  private final ReadViews views;
  private final RowApplier applier;
  private final GroupCommit group;
  private final ActiveLog log;
  private final WriteConflicts conflicts;
  private final Maintenance maintenance;
  // Read without the lock, too.
  private volatile CommitPoint commit;
  // The last transaction that is applied, and the totals as of it; readers may be behind.
  private long sequence;
  private Counters counters;
  private boolean ended;

  /**
   * Goes on from what was recovered.
   *
   * @param fileNumbers gives numbers for logs
   * @param maintenance flushes what is sealed
   */
  TreeWriter(
      Storage storage,
      TreeOptions options,
      ReentrantLock lock,
      WriterHealth health,
      WriterGate gate,
      ReadViews views,
      Recovery.Recovered recovered,
      LongSupplier fileNumbers,
      Maintenance maintenance) {
    this.options = options;
    this.gate = gate;
    this.health = health;
    this.views = views;
    this.applier = new RowApplier(options);
    this.group = new GroupCommit(lock, health, this);
    this.log = new ActiveLog(storage, options, fileNumbers, recovered);
    this.conflicts = new WriteConflicts(options.forceLog());
    this.maintenance = maintenance;
    this.commit = recovered.commit();
    this.sequence = recovered.state().sequence();
    this.counters = recovered.state().counters();
  }

  void apply(RowBatch rows) {
    @Nullable Concept[] concepts = applier.check(rows);
    awaitRoom(rows);
    write(rows, concepts);
  }

  void update(Function<TreeSnapshot, RowBatch> update) {
    awaitRoom(null);
    RowBatch rows;
    try (TreeSnapshot now = applied()) {
      rows = update.apply(now);
    }
    write(rows, applier.check(rows));
  }

  /** The tree with all transactions that are applied, whether or not readers see them yet. */
  private TreeSnapshot applied() {
    TreeSnapshot now = TreeSnapshot.tryPin(stateAt(sequence, counters), options);
    if (now == null) {
      throw new IllegalStateException("the current version is not held");
    }
    return now;
  }

  TreeSnapshot begin() {
    health.checkUsable();
    TreeSnapshot now = views.pinNewest();
    conflicts.begin(now.sequence());
    return now;
  }

  void end(TreeSnapshot begin) {
    conflicts.end(begin.sequence());
  }

  /** What stands against it, or null if the rows are applied. */
  @Nullable String applyUnlessConflict(RowBatch rows, List<String> emptied, long begin) {
    @Nullable Concept[] concepts = applier.check(rows);
    awaitRoom(rows);
    String conflict = conflicts.find(rows, emptied, begin);
    if (conflict == null) {
      write(rows, concepts);
    }
    return conflict;
  }

  private void write(RowBatch rows, @Nullable Concept[] concepts) {
    long written = sequence + 1;
    try {
      log.append(written, rows);
      conflicts.written(rows, written, state().sequence());
      counters = applier.apply(rows, concepts, written, state(), counters);
      sequence = written;
      if (!options.forceLog()) {
        publish(sequence, counters);
      }
      maintenance.bytesWritten(rows.bytes());
      gate.wrote(rows.bytes());
      if (state().active().bytes() >= options.memtableBytesMax()) {
        seal();
      } else {
        maintenance.logged(log.bytes());
      }
    } catch (IOException | RuntimeException | Error e) {
      // Whatever it is: the transaction is in the log, and may be half in the memtable.
      throw health.fail(e);
    }
    if (options.forceLog()) {
      group.await(() -> state().sequence() >= written);
    }
  }

  /**
   * Appends a commit of all transactions so far.
   *
   * @param force whether to wait until it, and all before it, is on the disk
   */
  CommitPoint commit(byte[] data, boolean force) {
    health.checkUsable();
    if (options.forceLog()) {
      group.await(log::isFinishedForced);
    }
    ActiveLog.Mark mark;
    CommitPoint point = new CommitPoint(sequence, commit.number() + 1, data);
    try {
      mark = log.appendCommit(point, counters);
    } catch (IOException e) {
      throw health.fail(e);
    }
    commit = point;
    publish(state().sequence(), state().counters());
    views.commit();
    if (force) {
      group.await(mark::isForced);
    }
    return point;
  }

  /** The last commit; without the lock. */
  CommitPoint lastCommit() {
    return commit;
  }

  /** Seals the memtable; it is flushed some time soon. */
  void seal() throws IOException {
    SealedMemtable full = log.seal(state().active(), counters, commit);
    Memtable next = new Memtable(options.analyzer(), options.dimension(), options.similarity());
    views.publish(state().withSealed(full, next));
    maintenance.scheduleFlush();
  }

  /** Seals the memtable before it is full, unless half a transaction may be in it. */
  void sealEarly() throws IOException {
    if (!health.hasFailed()) {
      seal();
    }
  }

  /** Seals the memtable if there is anything in it, and waits until all are flushed. */
  void flush() {
    checkUsable();
    try {
      if (state().active().rowCount() > 0) {
        seal();
      }
    } catch (IOException e) {
      throw health.fail(e);
    }
    gate.awaitFlushed(maintenance);
  }

  /** Waits until the files of a sealed memtable are forced, so that a segment may replace them. */
  void force(SealedMemtable memtable) {
    group.await(() -> log.isForced(memtable));
  }

  /** Hands the log to the operating system, as far as it may be written by now. */
  void flushLog() throws IOException {
    checkUsable();
    log.flush();
  }

  /** Logs of all memtables, ascending. */
  List<Long> neededLogs() {
    List<Long> logs = new ArrayList<>();
    for (SealedMemtable each : state().sealed().reversed()) {
      logs.addAll(each.logs());
    }
    logs.addAll(log.numbers());
    return logs;
  }

  /** Number of the files that hold the active memtable. */
  int activeLogs() {
    return log.numbers().size();
  }

  /** Lets those who wait for a force have it, and closes the log. The tree is closed by now. */
  void close() throws IOException {
    ended = true;
    try {
      group.drain(() -> !options.forceLog() || state().sequence() >= sequence);
    } finally {
      log.close();
    }
  }

  @Override
  public ActiveLog.@Nullable Mark next() throws IOException {
    return log.next(sequence, counters);
  }

  @Override
  public void forced(ActiveLog.Mark mark) throws IOException {
    log.forced(mark);
    if (mark.sequence() > state().sequence()) {
      publish(mark.sequence(), mark.counters());
    }
  }

  private void publish(long published, Counters totals) {
    views.publish(stateAt(published, totals));
  }

  private ReadState stateAt(long published, Counters totals) {
    return state().withTransaction(published, totals, log.bytes());
  }

  private ReadState state() {
    return views.newest();
  }

  private void checkUsable() {
    health.checkUsable();
    if (ended) {
      throw new IllegalStateException("the store went back to its last commit meanwhile");
    }
  }

  private void awaitRoom(@Nullable RowBatch rows) {
    while (true) {
      checkUsable();
      gate.awaitRoom(maintenance);
      checkUsable();
      if (log.hasRoom(rows)) {
        return;
      }
      group.await(log::isFinishedForced);
    }
  }
}

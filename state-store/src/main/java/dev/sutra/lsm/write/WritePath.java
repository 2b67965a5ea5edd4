package dev.sutra.lsm.write;

import dev.sutra.lsm.core.CommitPoint;
import dev.sutra.lsm.core.TreeCore;
import dev.sutra.lsm.core.TreeOptions;
import dev.sutra.lsm.core.WriterHealth;
import dev.sutra.lsm.load.BulkLoads;
import dev.sutra.lsm.log.ActiveLog;
import dev.sutra.lsm.log.GroupCommit;
import dev.sutra.lsm.read.TreeSnapshot;
import dev.sutra.lsm.version.ReadState;
import dev.sutra.lsm.version.ReadViews;
import dev.sutra.record.Concept;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowSink;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The write path: rows are checked, logged, applied to the memtable and published. If each
 * transaction is forced, it is published once it is on disk, so that readers never see data that a
 * power failure may lose. Other writers append during the force ({@link GroupCommit}).
 *
 * <p>All methods are called under the writers' lock, held once. Some release it while they wait.
 */
public final class WritePath {
  private final TreeOptions options;
  private final WriterHealth health;
  private final ReadViews views;
  private final ActiveLog log;
  private final GroupCommit group;
  private final WriteController controller;
  private final MemtableSwitch memtables;
  private final BulkLoads loads;
  private final RowApplier applier;
  private final WriteConflicts conflicts;
  private final TextIndexing texts;
  private boolean replaced;

  public WritePath(
      TreeCore core,
      ReadViews views,
      ActiveLog log,
      GroupCommit group,
      WriteController controller,
      MemtableSwitch memtables,
      BulkLoads loads) {
    this.options = core.options();
    this.health = core.health();
    this.views = views;
    this.log = log;
    this.group = group;
    this.controller = controller;
    this.memtables = memtables;
    this.loads = loads;
    this.applier = new RowApplier(options);
    this.conflicts = new WriteConflicts(options.forceLog());
    this.texts = new TextIndexing(core, views);
    loads.beginWhen(this::emptyMemtables);
    loads.whenInstalling(conflicts::loaded);
  }

  /** Starts to index the texts of the memtable that recovery left. */
  public void start() {
    texts.start(state().active());
  }

  /** Applies rows as one transaction. */
  public void apply(RowBatch rows) {
    @Nullable Concept[] concepts = applier.check(rows);
    awaitRoom(rows);
    write(rows, concepts);
  }

  /** Applies the rows that a function derives from all applied transactions, as one transaction. */
  public void update(Function<TreeSnapshot, RowBatch> update) {
    awaitRoom(null);
    RowBatch rows;
    try (TreeSnapshot now = applied()) {
      rows = update.apply(now);
    }
    write(rows, applier.check(rows));
  }

  /**
   * Loads rows in bulk.
   *
   * @param installed run once readers see the rows, under the writers' lock
   */
  public void load(Consumer<RowSink> rows, Runnable installed) {
    checkUsable();
    controller.awaitSegments();
    rows.accept(loads);
    loads.whenInstalled(installed);
  }

  /** Whether loaded rows are not visible yet. Needs no lock. */
  public boolean isLoading() {
    return loads.isActive();
  }

  /** Waits until all loaded rows are visible. None is loaded when it returns. */
  public void finishLoad() {
    checkUsable();
    loads.finish();
  }

  /** Returns whether the memtables are empty; if not, flushes them. */
  private boolean emptyMemtables() {
    if (loads.areMemtablesEmpty(log.sequence())) {
      return true;
    }
    seal();
    controller.awaitFlushed();
    return loads.areMemtablesEmpty(log.sequence());
  }

  /** Returns the tree with all applied transactions, including those that readers do not see. */
  private TreeSnapshot applied() {
    ReadState state = stateAtEnd();
    if (!state.version().tryRetain()) {
      throw new IllegalStateException("the current version is not held");
    }
    return new TreeSnapshot(state, options);
  }

  /** Begins a transaction. {@link #end} has to be called with its snapshot. */
  public TreeSnapshot begin() {
    health.checkUsable();
    TreeSnapshot now = new TreeSnapshot(views.pinNewest(), options);
    conflicts.begin(now.sequence());
    return now;
  }

  public void end(TreeSnapshot begin) {
    conflicts.end(begin.sequence());
  }

  /** Applies rows as one transaction and returns null, or returns the conflict in words. */
  public @Nullable String applyUnlessConflict(RowBatch rows, List<String> emptied, long begin) {
    if (replaced) {
      return "the store was rolled back to its last commit since it began";
    }
    @Nullable Concept[] concepts = applier.check(rows);
    awaitRoom(rows);
    String conflict = conflicts.find(rows, emptied, begin);
    if (conflict == null) {
      write(rows, concepts);
    }
    return conflict;
  }

  private void write(RowBatch rows, @Nullable Concept[] concepts) {
    long sequence = log.sequence() + 1;
    try {
      log.append(sequence, rows);
      conflicts.written(rows, sequence, state().sequence());
      log.applied(sequence, applier.apply(rows, concepts, sequence, state(), log.counters()));
      if (!options.forceLog()) {
        views.publish(stateAtEnd());
      }
      texts.wrote(state().active());
      controller.wrote(rows.bytes());
      memtables.sealIfFull();
    } catch (IOException | RuntimeException | Error e) {
      // Final in every case: the transaction is in the log, and may be half in the memtable.
      throw health.fail(e);
    }
    if (options.forceLog()) {
      group.await(() -> state().sequence() >= sequence);
    }
  }

  /**
   * Appends a commit of all transactions so far.
   *
   * @param force whether to wait until it, and everything before it, is on disk
   */
  public CommitPoint commit(byte[] data, boolean force) {
    health.checkUsable();
    loads.hold();
    if (options.forceLog()) {
      group.await(log::isFinishedForced);
    }
    ActiveLog.Mark mark;
    try {
      mark = log.appendCommit(data);
    } catch (IOException e) {
      throw health.fail(e);
    }
    CommitPoint point = log.commit();
    ReadState state = state();
    views.publish(state.withTransaction(state.sequence(), state.counters(), log.bytes()));
    views.commit();
    if (force) {
      group.await(mark::isForced);
    }
    return point;
  }

  /** Notes that the manifest names the last commit, if it has to. */
  public void endCommit() {
    loads.release();
  }

  /** Seals the memtable unless it is empty, and waits until all memtables are flushed. */
  public void flush() {
    checkUsable();
    loads.finish();
    seal();
    controller.awaitFlushed();
  }

  private void seal() {
    try {
      memtables.sealNonEmpty();
    } catch (IOException e) {
      throw health.fail(e);
    }
  }

  /** Flushes the log to the operating system, as far as it may be written now. */
  public void flushLog() throws IOException {
    checkUsable();
    log.flush();
  }

  /** Notes that a rollback has replaced this write path: it takes no more writes. */
  public void replaced() {
    replaced = true;
  }

  /** Forces the log for waiting writers, and closes it. The tree is closed or rolls back. */
  public void close() throws IOException {
    try {
      group.drain(() -> !options.forceLog() || state().sequence() >= log.sequence());
    } finally {
      log.close();
    }
  }

  private ReadState stateAtEnd() {
    return state().withTransaction(log.sequence(), log.counters(), log.bytes());
  }

  private ReadState state() {
    return views.newest();
  }

  private void checkUsable() {
    health.checkUsable();
    if (replaced) {
      throw new IllegalStateException(
          "the store was rolled back to its last commit during the call");
    }
  }

  private void awaitRoom(@Nullable RowBatch rows) {
    while (true) {
      checkUsable();
      if (loads.isActive()) {
        loads.finish();
        continue;
      }
      controller.awaitRoom();
      checkUsable();
      if (loads.isActive()) {
        continue;
      }
      if (memtables.isRoomNeeded()) {
        seal();
        continue;
      }
      if (log.hasRoom(rows)) {
        return;
      }
      group.await(log::isFinishedForced);
    }
  }
}

package dev.sutra.lsm;

import dev.sutra.lsm.compaction.CodebookTraining;
import dev.sutra.lsm.compaction.CodingSchedule;
import dev.sutra.lsm.compaction.CompactionScheduler;
import dev.sutra.lsm.compaction.Flusher;
import dev.sutra.lsm.core.CommitPoint;
import dev.sutra.lsm.core.Running;
import dev.sutra.lsm.core.TreeCore;
import dev.sutra.lsm.load.BulkLoads;
import dev.sutra.lsm.load.LoadEffects;
import dev.sutra.lsm.load.LoadTimer;
import dev.sutra.lsm.load.LoadWriter;
import dev.sutra.lsm.load.PendingTexts;
import dev.sutra.lsm.log.ActiveLog;
import dev.sutra.lsm.log.GroupCommit;
import dev.sutra.lsm.version.LogNumbers;
import dev.sutra.lsm.version.ReadViews;
import dev.sutra.lsm.version.Recovered;
import dev.sutra.lsm.version.VersionSet;
import dev.sutra.lsm.write.MemtableSwitch;
import dev.sutra.lsm.write.WriteController;
import dev.sutra.lsm.write.WritePath;
import java.io.IOException;

/**
 * The parts of a tree from one recovery to the next. An open starts a session, and a rollback
 * replaces it.
 */
final class TreeSession {
  private final TreeCore core;
  private final Running running;
  private final LogNumbers logs;
  private final ActiveLog log;
  private final VersionSet versions;
  private final CompactionScheduler compactions;
  private final CodebookTraining training;
  private final PendingTexts texts;
  private final MemtableSwitch memtables;
  private final WritePath writer;

  /** Creates the parts, in the order in which they depend on each other. */
  TreeSession(TreeCore core, ReadViews views, Recovered recovered) {
    this.core = core;
    running = new Running(core.health());
    logs = new LogNumbers(recovered.logs());
    log = new ActiveLog(core, logs, recovered);
    versions = new VersionSet(core, views, logs, recovered, running);
    CodingSchedule coding = new CodingSchedule(core, versions);
    compactions = new CompactionScheduler(core, versions, coding, running);
    training = new CodebookTraining(core, versions, compactions, coding, running);
    GroupCommit group = new GroupCommit(core, views, log);
    Flusher flusher = new Flusher(core, group, versions, training, coding, running);
    texts = new PendingTexts(core, versions, compactions, running);
    LoadWriter loader =
        new LoadWriter(core, log, versions, new LoadEffects(training, coding, texts), running);
    BulkLoads loads = new BulkLoads(core, versions, loader, new LoadTimer(core, running));
    memtables = new MemtableSwitch(core, views, log, flusher, loads, running);
    WriteController controller = new WriteController(core, views, flusher, compactions);
    writer = new WritePath(core, views, log, group, controller, memtables, loads);
  }

  /** Runs background work of the session, and waits for it at the end. */
  Running running() {
    return running;
  }

  /** Numbers of the log files of the active memtable. */
  LogNumbers logs() {
    return logs;
  }

  ActiveLog log() {
    return log;
  }

  VersionSet versions() {
    return versions;
  }

  CompactionScheduler compactions() {
    return compactions;
  }

  CodebookTraining training() {
    return training;
  }

  /** Indexes the texts of loaded segments. */
  PendingTexts texts() {
    return texts;
  }

  /** Lets flushes and indexing go on with the memtable that recovery left. */
  void start() throws IOException {
    writer.start();
    memtables.start();
  }

  WritePath writer() {
    return writer;
  }

  /** Commits all transactions; see {@link Tree#commit}. One commit at a time. */
  void commit(byte[] data) {
    boolean releasesBase;
    CommitPoint point;
    try {
      core.lock().lock();
      try {
        // First, since a load that it waits for may add a version to roll back to.
        writer.finishLoad();
        // The commit has to be on disk before the manifest drops that version.
        releasesBase = versions.hasBase();
        point = writer.commit(data, releasesBase);
      } finally {
        core.lock().unlock();
      }
      if (releasesBase) {
        running.run(() -> versions.commit(point));
      }
    } finally {
      core.lock().lock();
      try {
        writer.endCommit();
      } finally {
        core.lock().unlock();
      }
    }
  }

  /** Ends background work and waits for it. Called without the writers' lock. */
  void stopBackground() {
    memtables.close();
    running.await();
    versions.close();
  }

  /** Forces the log for waiting writers, and closes it. Called under the writers' lock. */
  void closeLog() throws IOException {
    writer.close();
  }
}

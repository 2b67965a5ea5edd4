package dev.sutra.lsm;

import dev.sutra.lsm.compaction.CodebookTraining;
import dev.sutra.lsm.compaction.CodingSchedule;
import dev.sutra.lsm.compaction.CompactionScheduler;
import dev.sutra.lsm.compaction.Flusher;
import dev.sutra.lsm.core.Running;
import dev.sutra.lsm.core.TreeCore;
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
  private final Running running;
  private final LogNumbers logs;
  private final ActiveLog log;
  private final VersionSet versions;
  private final CompactionScheduler compactions;
  private final CodebookTraining training;
  private final MemtableSwitch memtables;
  private final WritePath writer;

  /** Creates the parts, in the order in which they depend on each other. */
  TreeSession(TreeCore core, ReadViews views, Recovered recovered) {
    running = new Running(core.health());
    logs = new LogNumbers(recovered.logs());
    log = new ActiveLog(core, logs, recovered);
    versions = new VersionSet(core, views, logs, recovered, running);
    CodingSchedule coding = new CodingSchedule(core, versions);
    compactions = new CompactionScheduler(core, versions, coding, running);
    training = new CodebookTraining(core, versions, compactions, coding, running);
    GroupCommit group = new GroupCommit(core, views, log);
    Flusher flusher = new Flusher(core, group, versions, training, coding, running);
    memtables = new MemtableSwitch(core, views, log, flusher, running);
    WriteController controller = new WriteController(core, views, flusher, compactions);
    writer = new WritePath(core, views, log, group, controller, memtables);
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

  /** Lets flushes and indexing go on with the memtable that recovery left. */
  void start() throws IOException {
    writer.start();
    memtables.start();
  }

  WritePath writer() {
    return writer;
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

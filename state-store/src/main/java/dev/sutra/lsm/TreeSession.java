package dev.sutra.lsm;

import dev.sutra.lsm.compaction.CodebookTraining;
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
 * The parts of a tree from one recovery to the next. Opening a tree starts a session, and a
 * rollback replaces it.
 *
 * @param running background work of the session
 * @param logs numbers of the active memtable's log files
 * @param log the log of the active memtable
 * @param versions installs new versions
 * @param training trains codebooks
 * @param compactions merges segments
 * @param memtables seals memtables
 * @param writer the write path
 */
record TreeSession(
    Running running,
    LogNumbers logs,
    ActiveLog log,
    VersionSet versions,
    CodebookTraining training,
    CompactionScheduler compactions,
    MemtableSwitch memtables,
    WritePath writer) {

  /** Creates the parts, in the order in which they depend on each other. */
  static TreeSession start(TreeCore core, ReadViews views, Recovered recovered) {
    Running running = new Running(core.health());
    LogNumbers logs = new LogNumbers(recovered.logs());
    ActiveLog log = new ActiveLog(core, logs, recovered);
    GroupCommit group = new GroupCommit(core, views, log);
    VersionSet versions = new VersionSet(core, views, logs, recovered, running);
    CompactionScheduler compactions = new CompactionScheduler(core, versions, running);
    CodebookTraining training = new CodebookTraining(core, versions, compactions, running);
    Flusher flusher = new Flusher(core, group, versions, training, running);
    WriteController controller = new WriteController(core, views, flusher, compactions);
    MemtableSwitch memtables = new MemtableSwitch(core, views, log, flusher, running);
    WritePath writer = new WritePath(core, views, log, group, controller, memtables);
    return new TreeSession(running, logs, log, versions, training, compactions, memtables, writer);
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

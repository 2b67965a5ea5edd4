package dev.sutra.lsm.write;

import dev.sutra.lsm.core.Background;
import dev.sutra.lsm.core.TextLimits;
import dev.sutra.lsm.core.TreeCore;
import dev.sutra.lsm.version.ReadViews;
import dev.sutra.memtable.Memtable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Indexes the texts of the active memtable in the background, so that a writer only writes rows. A
 * writer that is far ahead indexes some of them itself: what is left for a search to index first is
 * bounded.
 */
final class TextIndexing {
  private static final Logger LOG = LoggerFactory.getLogger(TextIndexing.class);

  /** How many texts are indexed before another thread may go on. */
  private static final int STEP = 64;

  private final TreeCore core;
  private final ReadViews views;
  private final TextLimits limits;
  private final AtomicBoolean running = new AtomicBoolean();

  TextIndexing(TreeCore core, ReadViews views) {
    this.core = core;
    this.views = views;
    this.limits = core.options().limits().texts();
  }

  /** Called by the writer after it has added rows to the memtable. */
  void wrote(Memtable active) {
    start(active);
    while (active.pendingTextBytes() > limits.pendingMax()) {
      active.indexSomeTexts(STEP);
    }
  }

  /** Starts to index what is pending, unless it is little. */
  void start(Memtable active) {
    long pending = active.pendingTextBytes();
    if (pending > 0 && pending >= limits.backgroundMin() && running.compareAndSet(false, true)) {
      Background.INDEXING.execute(this::run);
    }
  }

  /** Indexes the active memtable; a task that waits must not hold one that is flushed by then. */
  private void run() {
    try {
      boolean more = true;
      while (more && !core.health().isStopped()) {
        more = views.newest().active().indexSomeTexts(STEP);
      }
    } catch (RuntimeException | Error e) {
      LOG.error("the texts of a memtable of {} cannot be indexed", core.storage().describe(), e);
      core.failWriters(e);
    } finally {
      running.set(false);
    }
  }
}

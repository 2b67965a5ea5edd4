package dev.sutra.lsm.compaction;

import dev.sutra.lsm.core.Background;
import dev.sutra.lsm.core.TreeCore;
import dev.sutra.lsm.version.SegmentHandle;
import dev.sutra.lsm.version.Version;
import dev.sutra.lsm.version.VersionSet;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Decides when vectors are encoded. Training and encoding take more processor time than writing the
 * vectors does, and would take it from the writers. While memtables fill quickly, both are
 * therefore deferred, until the writes pause or {@link dev.sutra.lsm.core.CodingLimits#deferredMax}
 * vectors have no codes. Vectors without codes are compared exactly. Thread-safe.
 */
public final class CodingSchedule {
  /** Memtables fill quickly if one is flushed so soon after the last. */
  private static final long QUICK_NANOS = TimeUnit.SECONDS.toNanos(4);

  /** Writes have paused if no memtable was flushed for so long. */
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private record Flushes(long lastNanos, boolean quick) {}

  private final TreeCore core;
  private final VersionSet versions;
  // Opening counts as a flush.
  private volatile Flushes flushes = new Flushes(System.nanoTime(), false);

  public CodingSchedule(TreeCore core, VersionSet versions) {
    this.core = core;
    this.versions = versions;
  }

  /**
   * Notes a flush. One flush runs at a time.
   *
   * @param afterPause run when the deferred work may be due; must return at once
   */
  public void flushed(Runnable afterPause) {
    long now = System.nanoTime();
    flushes = new Flushes(now, now - flushes.lastNanos < QUICK_NANOS);
    if (isDeferred()) {
      // Not cancelled at a close: after it, nothing is due.
      Future<?> unused = Background.TIMER.schedule(afterPause, PAUSE_NANOS, TimeUnit.NANOSECONDS);
    }
  }

  /** Notes that a load has ended: what was deferred need not wait for a pause. */
  public void loadEnded() {
    flushes = new Flushes(flushes.lastNanos, false);
  }

  /** Whether training and encoding have to wait. */
  boolean isDeferred() {
    Flushes last = flushes;
    return last.quick
        && System.nanoTime() - last.lastNanos < PAUSE_NANOS
        && uncoded(versions.newest().version()) < core.options().limits().coding().deferredMax();
  }

  /** Whether a merge encodes: deferring it must not drop most codes of its inputs. */
  boolean encodes(List<SegmentHandle> inputs) {
    if (!isDeferred()) {
      return true;
    }
    long vectors = 0;
    long coded = 0;
    for (SegmentHandle input : inputs) {
      vectors += input.vectors();
      coded += input.cells().section() == null ? 0 : input.vectors();
    }
    return 2 * coded > vectors;
  }

  private long uncoded(Version version) {
    int codedMin = core.options().limits().coding().codedMin();
    long vectors = 0;
    for (SegmentHandle segment : version.segments()) {
      if (segment.vectors() >= codedMin && segment.cells().section() == null) {
        vectors += segment.vectors();
      }
    }
    return vectors;
  }
}

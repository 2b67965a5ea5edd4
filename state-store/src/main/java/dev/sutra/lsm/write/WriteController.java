package dev.sutra.lsm.write;

import dev.sutra.lsm.compaction.CompactionScheduler;
import dev.sutra.lsm.compaction.Flusher;
import dev.sutra.lsm.core.TreeCore;
import dev.sutra.lsm.core.TreeLimits;
import dev.sutra.lsm.core.TreeOptions;
import dev.sutra.lsm.core.WorkCounters;
import dev.sutra.lsm.core.WriterHealth;
import dev.sutra.lsm.version.ReadState;
import dev.sutra.lsm.version.ReadViews;
import dev.sutra.memory.MemoryAccount;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * Slows writers down while background work is behind: a little at first, more as the limits come
 * near, and at the limits writers wait. The pace of writers is twice the rate of flushes where the
 * pressure begins and a thirty-second of that rate at the limits, so that it settles where writers
 * and background work keep up with each other (compare RocksDB's write controller).
 *
 * <p>All methods are called under the writers' lock, which is released while a writer waits.
 */
public final class WriteController {
  /** Memtables that may wait for their flush. */
  static final int SEALED_MAX = 2;

  // With one memtable waiting, the next may be filled to this share at full speed.
  private static final double FILL_SLOW = 0.5;
  private static final double PACE_HALVINGS = 6;
  // Shorter pauses cost more than they take.
  private static final long PAUSE_NANOS_MIN = TimeUnit.MICROSECONDS.toNanos(500);
  private static final long PAUSE_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(100);

  private final TreeOptions options;
  private final WriterHealth health;
  private final Condition changed;
  private final WorkCounters work;
  private final MemoryAccount memory;
  private final ReadViews views;
  private final Flusher flusher;
  private final CompactionScheduler compactions;
  // No writer passes before this time.
  private long nextNanos = System.nanoTime();

  public WriteController(
      TreeCore core, ReadViews views, Flusher flusher, CompactionScheduler compactions) {
    this.options = core.options();
    this.health = core.health();
    this.changed = core.changed();
    this.work = core.work();
    this.memory = core.memory();
    this.views = views;
    this.flusher = flusher;
    this.compactions = compactions;
  }

  /**
   * Delays a writer as the pressure demands, and lets it wait while there is no room.
   *
   * @throws IllegalStateException if the tree takes no more writes
   * @throws java.io.UncheckedIOException if there is no room and background work keeps failing
   */
  void awaitRoom() {
    health.checkUsable();
    pause();
    health.checkUsable();
    if (hasRoom()) {
      return;
    }
    long flushFailures = flusher.failures().total();
    long compactionFailures = compactions.failures().total();
    long start = System.nanoTime();
    work.stallBegan();
    try {
      while (!hasRoom()) {
        flusher.failures().check(flushFailures);
        compactions.failures().check(compactionFailures);
        changed.awaitUninterruptibly();
        health.checkUsable();
      }
    } finally {
      work.stallEnded(System.nanoTime() - start);
    }
  }

  /** Waits while there are too many segments and a merge is under way. */
  void awaitSegments() {
    health.checkUsable();
    long before = compactions.failures().total();
    while (!hasFewSegments()) {
      compactions.failures().check(before);
      changed.awaitUninterruptibly();
      health.checkUsable();
    }
  }

  /**
   * Waits until all sealed memtables are flushed to segments.
   *
   * @throws IllegalStateException if the tree takes no more writes
   * @throws java.io.UncheckedIOException if flushes keep failing
   */
  void awaitFlushed() {
    long failures = flusher.failures().total();
    flusher.hurry();
    while (!views.newest().sealed().isEmpty()) {
      health.checkUsable();
      flusher.failures().check(failures);
      changed.awaitUninterruptibly();
    }
    health.checkUsable();
  }

  /** Notes written bytes, for which later writers may be delayed. */
  void wrote(long bytes) {
    work.addUserBytes(bytes);
    double pressure = Math.max(pressure(views.newest(), options), memory.pressure());
    if (pressure > 0) {
      double pace = flusher.bytesPerSecond() * Math.pow(2, 1 - PACE_HALVINGS * pressure);
      long now = System.nanoTime();
      long from = nextNanos - now < 0 ? now : nextNanos;
      nextNanos = from + (long) (bytes * 1e9 / Math.max(1, pace));
    }
  }

  /** Returns 0 while background work keeps up, and 1 at the limits and beyond. */
  static double pressure(ReadState state, TreeOptions options) {
    TreeLimits limits = options.limits();
    double segments =
        (double) (state.version().segments().size() - limits.segmentsSlow())
            / (limits.segmentsMax() - limits.segmentsSlow());
    int sealed = state.sealed().size();
    double memtables = sealed >= SEALED_MAX ? 1 : 0;
    if (sealed == SEALED_MAX - 1) {
      double fill = (double) state.active().bytes() / options.memtableBytesMax();
      memtables = (fill - FILL_SLOW) / (1 - FILL_SLOW);
    }
    return Math.clamp(Math.max(segments, memtables), 0.0, 1.0);
  }

  private boolean hasRoom() {
    ReadState state = views.newest();
    if (state.sealed().size() >= SEALED_MAX || (!state.sealed().isEmpty() && memory.mustWait())) {
      return false;
    }
    return hasFewSegments();
  }

  private boolean hasFewSegments() {
    ReadState state = views.newest();
    // Without a merge to wait for, the wait would not end.
    return state.version().segments().size() < options.limits().segmentsMax()
        || !compactions.isBusy();
  }

  private void pause() {
    long start = System.nanoTime();
    long rest = Math.min(nextNanos - start, PAUSE_NANOS_MAX);
    if (rest < PAUSE_NANOS_MIN) {
      return;
    }
    try {
      while (rest > 0) {
        rest = changed.awaitNanos(rest);
      }
    } catch (InterruptedException e) {
      // Interruption only ends the pause: the write goes on.
      Thread.currentThread().interrupt();
    }
    work.delayed(System.nanoTime() - start);
  }
}

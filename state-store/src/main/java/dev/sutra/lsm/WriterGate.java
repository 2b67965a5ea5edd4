package dev.sutra.lsm;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;

/**
 * Holds writers back while background work is behind: first each is slowed down a little, then more
 * and more as the limits come near, and at the limits they wait. The pace is that of the flushes,
 * doubled where the pressure begins and a thirty-second of it at the limits, so that it settles
 * where writing and background work keep each other's pace (compare RocksDB's write controller).
 *
 * <p>All methods are called under the tree's lock, which is let go of while a writer waits, but for
 * the two that background work calls and the three that tell what was counted.
 */
final class WriterGate {
  /** Memtables that may wait for their flush. */
  static final int SEALED_MAX = 2;

  // With one memtable waiting, the next may be filled so far at full speed.
  private static final double FILL_SLOW = 0.5;
  private static final double PACE_HALVINGS = 6;
  private static final double FLUSH_BYTES_PER_SECOND_AT_FIRST = 64 << 20;
  // Shorter pauses cost more than they take.
  private static final long PAUSE_NANOS_MIN = TimeUnit.MICROSECONDS.toNanos(500);
  private static final long PAUSE_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(100);

  private final TreeOptions options;
  private final Tree tree;
  private final WriterHealth health;
  private final Condition changed;
  private double flushBytesPerSecond = FLUSH_BYTES_PER_SECOND_AT_FIRST;
  // Before this time no writer passes.
  private long nextNanos = System.nanoTime();
  // Read without the lock.
  private final LongAdder delayNanos = new LongAdder();
  private final LongAdder stalls = new LongAdder();
  private final LongAdder stallNanos = new LongAdder();

  WriterGate(TreeOptions options, Tree tree, WriterHealth health) {
    this.options = options;
    this.tree = tree;
    this.health = health;
    this.changed = tree.lock().newCondition();
  }

  /** Wakes all who wait, to look how it stands. */
  void wake() {
    changed.signalAll();
  }

  /**
   * Lets a writer pass when it is its time.
   *
   * @throws IllegalStateException if the tree takes no writes any more
   * @throws java.io.UncheckedIOException if there is no room and background work keeps failing
   */
  void awaitRoom(Maintenance maintenance) {
    health.checkUsable();
    pause();
    health.checkUsable();
    if (hasRoom(maintenance)) {
      return;
    }
    long flushFailures = maintenance.flushFailures().total();
    long compactionFailures = maintenance.compactionFailures().total();
    long start = System.nanoTime();
    stalls.increment();
    try {
      while (!hasRoom(maintenance)) {
        maintenance.flushFailures().check(flushFailures);
        maintenance.compactionFailures().check(compactionFailures);
        changed.awaitUninterruptibly();
        health.checkUsable();
      }
    } finally {
      stallNanos.add(System.nanoTime() - start);
    }
  }

  /**
   * Waits until all sealed memtables are segments.
   *
   * @throws IllegalStateException if the tree takes no writes any more
   * @throws java.io.UncheckedIOException if flushes keep failing
   */
  void awaitFlushed(Maintenance maintenance) {
    long failures = maintenance.flushFailures().total();
    maintenance.hurryFlush();
    while (!tree.state().sealed().isEmpty()) {
      health.checkUsable();
      maintenance.flushFailures().check(failures);
      changed.awaitUninterruptibly();
    }
    health.checkUsable();
  }

  /** As {@link #wake}, for background work. */
  void wakeAll() {
    tree.lock().lock();
    try {
      wake();
    } finally {
      tree.lock().unlock();
    }
  }

  /** Takes note of how fast a flush was; for background work. */
  void flushed(long bytes, long nanos) {
    tree.lock().lock();
    try {
      double rate = bytes * 1e9 / Math.max(1, nanos);
      // A memtable that was flushed early is small: it says more of the forces than of the pace.
      double share = Math.min(1, (double) bytes / options.memtableBytesMax());
      flushBytesPerSecond += share * (rate - flushBytesPerSecond) / 4;
    } finally {
      tree.lock().unlock();
    }
  }

  /** Takes note of what was written, for which later writers may be held back. */
  void wrote(long bytes) {
    double pressure = pressure(tree.state(), options);
    if (pressure > 0) {
      double pace = flushBytesPerSecond * Math.pow(2, 1 - PACE_HALVINGS * pressure);
      long now = System.nanoTime();
      long from = nextNanos - now < 0 ? now : nextNanos;
      nextNanos = from + (long) (bytes * 1e9 / Math.max(1, pace));
    }
  }

  /** Time for which writers were slowed down. */
  long delayNanos() {
    return delayNanos.sum();
  }

  /** How often a writer had to wait. */
  long stalls() {
    return stalls.sum();
  }

  /** Time for which they waited. */
  long stallNanos() {
    return stallNanos.sum();
  }

  /** 0 while all is well, 1 at the limits and beyond. */
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

  private boolean hasRoom(Maintenance maintenance) {
    ReadState state = tree.state();
    if (state.sealed().size() >= SEALED_MAX) {
      return false;
    }
    // Without a merge to wait for, waiting would not end.
    return state.version().segments().size() < options.limits().segmentsMax()
        || !maintenance.isMerging();
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
      // The write is made all the same: interruption only ends the pause.
      Thread.currentThread().interrupt();
    }
    delayNanos.add(System.nanoTime() - start);
  }
}

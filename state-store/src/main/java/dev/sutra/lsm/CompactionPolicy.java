package dev.sutra.lsm;

import java.util.List;
import java.util.function.Predicate;

/**
 * Chooses the segments to merge: a run of adjacent ones of like size, so that sizes grow
 * geometrically with age and a row is rewritten a logarithmic number of times (size-tiered
 * compaction, as in Bigtable's merging compactions and RocksDB's universal style).
 */
final class CompactionPolicy {
  /** A run shorter than this is not worth its writing. */
  private static final int RUN_MIN = 4;

  /** A segment joins a run if it is not larger than this share of what the run holds already. */
  private static final double SIZE_RATIO = 1.25;

  private static final long SMALL_BYTES = 1 << 20;

  private CompactionPolicy() {}

  /**
   * The run to merge, newest first; empty if there is none.
   *
   * @param merging which segments are being merged already; no run reaches across one
   */
  static List<SegmentHandle> choose(
      List<SegmentHandle> newestFirst, Predicate<SegmentHandle> merging) {
    for (int start = 0; start + RUN_MIN <= newestFirst.size(); start++) {
      int end = endOfRun(newestFirst, start, merging);
      if (end - start >= RUN_MIN) {
        return newestFirst.subList(start, end);
      }
    }
    return List.of();
  }

  private static int endOfRun(
      List<SegmentHandle> newestFirst, int start, Predicate<SegmentHandle> merging) {
    if (merging.test(newestFirst.get(start))) {
      return start;
    }
    long sum = Math.max(SMALL_BYTES, newestFirst.get(start).segment().bytes());
    int end = start + 1;
    while (end < newestFirst.size()
        && !merging.test(newestFirst.get(end))
        && newestFirst.get(end).segment().bytes() <= sum * SIZE_RATIO) {
      sum += newestFirst.get(end).segment().bytes();
      end++;
    }
    return end;
  }
}

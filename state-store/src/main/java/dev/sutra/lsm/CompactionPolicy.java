package dev.sutra.lsm;

import java.util.List;

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

  /** The run to merge, newest first; empty if there is none. */
  static List<SegmentHandle> choose(List<SegmentHandle> newestFirst) {
    for (int start = 0; start + RUN_MIN <= newestFirst.size(); start++) {
      long sum = Math.max(SMALL_BYTES, newestFirst.get(start).segment().bytes());
      int end = start + 1;
      while (end < newestFirst.size()
          && newestFirst.get(end).segment().bytes() <= sum * SIZE_RATIO) {
        sum += newestFirst.get(end).segment().bytes();
        end++;
      }
      if (end - start >= RUN_MIN) {
        return newestFirst.subList(start, end);
      }
    }
    return List.of();
  }
}

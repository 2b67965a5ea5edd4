package dev.sutra.lsm.compaction;

import dev.sutra.lsm.version.SegmentHandle;
import java.util.List;
import java.util.function.Predicate;

/**
 * Picks a run of adjacent segments to merge.
 *
 * <p>Newer segments are merged with segments of similar size, so that sizes grow geometrically with
 * age and a row is rewritten a logarithmic number of times. The oldest segment is the sorted run of
 * the last level. The others are merged into it when they reach a share of its size, which bounds
 * garbage (lazy leveling: Dayan, Idreos, "Dostoevsky", SIGMOD 2018; RocksDB's universal compaction
 * bounds space in the same way).
 */
final class CompactionPicker {
  /** Least number of segments in a run of similar size. */
  private static final int RUN_MIN = 4;

  /** A segment joins a run if it is at most this many times as large as the run so far. */
  private static final double SIZE_RATIO = 1.25;

  /** Smaller segments count as having this size. */
  private static final long SMALL_BYTES = 1 << 20;

  /** Share of the oldest segment's size at which the others are merged into it. */
  private static final double NEWER_SHARE_MAX = 1;

  /** Tolerated share of dead concepts in a segment, and of tombstones to the oldest's rows. */
  private static final double GARBAGE_SHARE_MAX = 0.5;

  private CompactionPicker() {}

  /**
   * Returns the run to merge, newest first; empty if there is none.
   *
   * @param merging segments of running merges; no run includes one
   * @param pending segments whose texts have to be indexed first; they are only merged with each
   *     other
   * @param stale segments whose vectors have to be encoded again
   */
  static List<SegmentHandle> pick(
      List<SegmentHandle> newestFirst,
      Predicate<SegmentHandle> merging,
      Predicate<SegmentHandle> pending,
      Predicate<SegmentHandle> stale) {
    if (newestFirst.isEmpty()) {
      return List.of();
    }
    List<SegmentHandle> run = pickComplete(newestFirst, merging.or(pending), stale);
    return run.isEmpty() ? ofLikeSize(newestFirst, merging.or(pending.negate())) : run;
  }

  private static List<SegmentHandle> pickComplete(
      List<SegmentHandle> newestFirst,
      Predicate<SegmentHandle> merging,
      Predicate<SegmentHandle> stale) {
    List<SegmentHandle> run = toTheOldest(newestFirst, merging);
    if (run.isEmpty()) {
      run = ofLikeSize(newestFirst, merging);
    }
    if (run.isEmpty()) {
      run = ofGarbage(newestFirst, merging);
    }
    return run.isEmpty() ? ofOldCodes(newestFirst, merging, stale) : run;
  }

  /** Returns all segments that can be merged into the oldest, if that is due. */
  private static List<SegmentHandle> toTheOldest(
      List<SegmentHandle> newestFirst, Predicate<SegmentHandle> merging) {
    int oldest = newestFirst.size() - 1;
    if (merging.test(newestFirst.get(oldest))) {
      return List.of();
    }
    int start = oldest;
    long bytes = 0;
    long tombstones = 0;
    while (start > 0 && !merging.test(newestFirst.get(start - 1))) {
      start--;
      bytes += newestFirst.get(start).bytes();
      tombstones += newestFirst.get(start).tombstones();
    }
    SegmentHandle into = newestFirst.get(oldest);
    boolean due =
        bytes >= NEWER_SHARE_MAX * Math.max(SMALL_BYTES * RUN_MIN, into.bytes())
            || tombstones > GARBAGE_SHARE_MAX * into.segment().rows();
    return due && start < oldest ? newestFirst.subList(start, oldest + 1) : List.of();
  }

  private static List<SegmentHandle> ofLikeSize(
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
    long sum = Math.max(SMALL_BYTES, newestFirst.get(start).bytes());
    int end = start + 1;
    while (end < newestFirst.size()
        && !merging.test(newestFirst.get(end))
        && newestFirst.get(end).bytes() <= sum * SIZE_RATIO) {
      sum += newestFirst.get(end).bytes();
      end++;
    }
    return end;
  }

  /** Returns a single segment if much of it is garbage. */
  private static List<SegmentHandle> ofGarbage(
      List<SegmentHandle> newestFirst, Predicate<SegmentHandle> merging) {
    long flushedSequence = newestFirst.getFirst().maxSequence();
    for (int i = 0; i < newestFirst.size(); i++) {
      SegmentHandle each = newestFirst.get(i);
      if (each.deadShare() > GARBAGE_SHARE_MAX
          && !merging.test(each)
          && each.deadShare(flushedSequence) > GARBAGE_SHARE_MAX) {
        return newestFirst.subList(i, i + 1);
      }
    }
    return List.of();
  }

  /** Returns a single segment if its vectors are not encoded with the newest codebook. */
  private static List<SegmentHandle> ofOldCodes(
      List<SegmentHandle> newestFirst,
      Predicate<SegmentHandle> merging,
      Predicate<SegmentHandle> stale) {
    for (int i = 0; i < newestFirst.size(); i++) {
      SegmentHandle each = newestFirst.get(i);
      if (stale.test(each) && !merging.test(each)) {
        return newestFirst.subList(i, i + 1);
      }
    }
    return List.of();
  }
}

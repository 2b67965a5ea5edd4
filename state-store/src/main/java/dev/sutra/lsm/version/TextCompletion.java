package dev.sutra.lsm.version;

/** Indexes the texts of segments that lack the index. */
public interface TextCompletion {
  /**
   * Makes sure that a segment can answer by a copy with the index, in the caller's thread if no
   * other one is at it. The caller holds a version with the segment.
   *
   * @return false if that fails, or the tree is closed or rolls back
   */
  boolean complete(SegmentHandle segment);

  /** Begins the work on all segments that need it, in the background. */
  void schedule();
}

package dev.sutra.lsm.version;

import dev.sutra.segment.Segment;

/** Selects concepts as of a snapshot. Thread-safe while the snapshot is open. */
public interface DocumentFilter {
  /**
   * What the filter selects by: of two filters with equal conditions, {@link #select} returns the
   * same. It must not refer to the snapshot, because it is kept longer.
   */
  Object condition();

  /** Returns the documents of a segment that are selected, as far as the segment tells. */
  DocumentSelection select(Segment segment);

  /**
   * Whether a concept is selected.
   *
   * @param value the value of its row, with or without the vector
   */
  boolean test(byte[] key, byte[] value);
}

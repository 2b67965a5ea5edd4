package dev.sutra.lsm.compaction;

import dev.sutra.record.Liveness;
import dev.sutra.vector.quantization.Coding;
import java.io.IOException;

/** The rows of a new segment. */
public interface SegmentContents {
  /**
   * Writes and forces the segment.
   *
   * @param coding how its vectors are encoded
   * @throws java.util.concurrent.CancellationException if the output is cancelled
   */
  void writeTo(BackgroundOutput file, long fileNumber, Coding coding) throws IOException;

  /** Returns the first transaction. */
  long minSequence();

  /** Returns the last transaction. */
  long maxSequence();

  /** Returns the number of tombstones that were written. */
  int tombstones();

  /** Returns whether texts of the segment's concepts have to be indexed later. */
  default boolean textsPending() {
    return false;
  }

  /** Returns the documents of the segment that died up to now. Called after the write. */
  Liveness liveness();
}

package dev.sutra.lsm.version;

import dev.sutra.lsm.core.Counters;

/** What the rows of a loaded segment replace in older segments. */
public interface LoadedSegment {
  /** Returns the number of the transaction that all rows belong to. */
  long maxSequence();

  /** Moves to the segments that are current, which do not change until {@link #replace}. */
  void prepare(Version current);

  /**
   * Records the deaths of the replaced documents. Called under the writers' lock.
   *
   * @return the totals, with this segment
   */
  Counters replace(Counters before);
}

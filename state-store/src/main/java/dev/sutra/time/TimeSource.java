package dev.sutra.time;

/**
 * The times of the documents of one memtable or segment, ordered by time, then by document.
 * Thread-safe.
 */
public interface TimeSource {
  /** Number of entries; it grows in a memtable. */
  int size();

  /**
   * The entries of a range in ascending order; none if {@code from} is above {@code to}. Finding
   * the first one takes O(log n), each further one O(1).
   *
   * @param from first time, ms
   * @param to last time, ms, inclusive: no exclusive bound exists above the largest long
   */
  TimeCursor ascending(long from, long to);

  /** The same entries in the opposite order, at the same cost. */
  TimeCursor descending(long from, long to);
}

package dev.sutra.lsm.load;

/** Learns of loads. The methods return at once. */
public interface LoadListener {
  /** A load begins; called under the writers' lock. */
  void began();

  /**
   * A segment is installed.
   *
   * @param vectors in the segment
   */
  void installed(int vectors);

  /** All rows are visible; called under the writers' lock. */
  void ended();
}

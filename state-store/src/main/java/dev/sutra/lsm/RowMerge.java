package dev.sutra.lsm;

import dev.sutra.record.SortedRows;
import java.util.Arrays;

/**
 * Walks over several sources as one: each key once, at the newest source that has it. There are few
 * sources, so that the least key is found by looking at each.
 */
final class RowMerge {
  private final SortedRows[] newestFirst;
  private final boolean[] live;
  private int current = -1;

  /**
   * Starts before the first key.
   *
   * @param newestFirst sources that stand at their first row
   * @param positioned which of them have one
   */
  RowMerge(SortedRows[] newestFirst, boolean[] positioned) {
    this.newestFirst = newestFirst;
    this.live = positioned;
  }

  /** Moves to the next key and returns the source that stands at its newest row; -1 at the end. */
  int next() {
    if (current >= 0) {
      passCurrentKey();
    }
    current = -1;
    for (int i = 0; i < newestFirst.length; i++) {
      if (live[i] && (current < 0 || compare(newestFirst[i], newestFirst[current]) < 0)) {
        current = i;
      }
    }
    return current;
  }

  /** Moves to the end. */
  void close() {
    Arrays.fill(live, false);
    current = -1;
  }

  /** Moves every source that stands at the current key, the current one last. */
  private void passCurrentKey() {
    SortedRows rows = newestFirst[current];
    for (int i = current + 1; i < newestFirst.length; i++) {
      if (live[i] && compare(newestFirst[i], rows) == 0) {
        live[i] = newestFirst[i].next();
      }
    }
    live[current] = rows.next();
  }

  private static int compare(SortedRows a, SortedRows b) {
    return Arrays.compareUnsigned(
        a.keyBuffer(),
        a.keyOffset(),
        a.keyOffset() + a.keyLength(),
        b.keyBuffer(),
        b.keyOffset(),
        b.keyOffset() + b.keyLength());
  }
}

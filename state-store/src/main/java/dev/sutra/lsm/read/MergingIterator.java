package dev.sutra.lsm.read;

import dev.sutra.record.SortedRows;
import java.util.Arrays;

/**
 * Iterates over several sources in the order of keys, and returns each key once, at its newest
 * source. The sources are kept in the order of their keys by insertion, because there are few and
 * the next key often comes from the same source.
 */
public final class MergingIterator {
  private final SortedRows[] newestFirst;
  // The sources that are not at their end, by key. No two are at the same key: the older one is
  // moved on.
  private final int[] order;
  private int live;
  private boolean started;

  /**
   * Starts before the first key.
   *
   * @param newestFirst sources
   * @param positioned sources that are at their first row; the others are empty
   */
  public MergingIterator(SortedRows[] newestFirst, boolean[] positioned) {
    this.newestFirst = newestFirst;
    this.order = new int[newestFirst.length];
    restart(positioned);
  }

  /** Starts again before the first key, after the sources were moved. */
  void restart(boolean[] positioned) {
    live = 0;
    started = false;
    for (int i = 0; i < newestFirst.length; i++) {
      if (positioned[i]) {
        System.arraycopy(order, 0, order, 1, live);
        order[0] = i;
        live++;
        moveUp(0);
      }
    }
  }

  /** Moves to the next key and returns the source of its newest row; -1 at the end. */
  public int next() {
    if (started && live > 0) {
      advance(0);
    }
    started = true;
    return live == 0 ? -1 : order[0];
  }

  /** Moves to the end. */
  void close() {
    live = 0;
  }

  /** Advances the source at a place, and restores the order. */
  private void advance(int place) {
    if (newestFirst[order[place]].next()) {
      moveUp(place);
    } else {
      live--;
      System.arraycopy(order, place + 1, order, place, live - place);
    }
  }

  /** Moves the source at a place behind those with smaller keys. */
  private void moveUp(int from) {
    int place = from;
    final int moving = order[from];
    SortedRows rows = newestFirst[moving];
    while (place + 1 < live) {
      int other = order[place + 1];
      int comparison = compare(rows, newestFirst[other]);
      if (comparison < 0) {
        return;
      }
      if (comparison == 0 && moving < other) {
        advance(place + 1);
        return;
      }
      order[place] = other;
      order[place + 1] = moving;
      place++;
      if (comparison == 0) {
        advance(place);
        return;
      }
    }
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

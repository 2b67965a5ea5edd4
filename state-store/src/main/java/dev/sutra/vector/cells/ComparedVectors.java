package dev.sutra.vector.cells;

import java.util.Arrays;

/**
 * The set of vectors that a search has compared. A vector stored in two cells may become a
 * candidate twice. A hash table with linear probing, which keeps enough memory for most searches.
 * Not thread-safe.
 */
final class ComparedVectors {
  private static final int SLOTS_MIN = 512;
  private static final long EMPTY = -1;

  /** 2⁶⁴ divided by the golden ratio: spreads consecutive numbers (Knuth, TAOCP 6.4). */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private long[] slots = emptySlots(SLOTS_MIN);
  private int size;

  /** Adds a vector. Returns false if it was already in the set. */
  boolean add(int source, int ordinal) {
    if (2 * (size + 1) > slots.length) {
      grow();
    }
    boolean added = put(((long) source << 32) | ordinal);
    if (added) {
      size++;
    }
    return added;
  }

  private boolean put(long vector) {
    int mask = slots.length - 1;
    int slot = (int) ((vector * SPREAD) >>> 32) & mask;
    while (slots[slot] != EMPTY) {
      if (slots[slot] == vector) {
        return false;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = vector;
    return true;
  }

  private void grow() {
    long[] old = slots;
    slots = emptySlots(2 * old.length);
    for (long vector : old) {
      if (vector != EMPTY) {
        put(vector);
      }
    }
  }

  private static long[] emptySlots(int count) {
    long[] slots = new long[count];
    Arrays.fill(slots, EMPTY);
    return slots;
  }

  void clear() {
    if (slots.length > SLOTS_MIN) {
      // Otherwise each later search would clear the memory of the largest one.
      slots = emptySlots(SLOTS_MIN);
    } else if (size > 0) {
      Arrays.fill(slots, EMPTY);
    }
    size = 0;
  }
}

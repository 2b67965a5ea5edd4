package dev.sutra.vector.cells;

import java.util.Arrays;

/** Packs a float and an index into a long, so that ascending longs are descending floats. */
final class Ranks {
  private Ranks() {}

  static long key(float value, int index) {
    int bits = Float.floatToIntBits(value);
    // Reverses the order of negative values, then that of all.
    int falling = ~(bits ^ (bits >> 31 & Integer.MAX_VALUE));
    return (long) falling << 32 | Integer.toUnsignedLong(index);
  }

  static int index(long key) {
    return (int) key;
  }

  /** Moves the {@code count} smallest of the first {@code size} to the front and sorts them. */
  static void sortBest(long[] keys, int size, int count) {
    if (count < size) {
      select(keys, size, count);
    }
    Arrays.sort(keys, 0, Math.min(count, size));
  }

  /** Quickselect (Hoare). */
  private static void select(long[] keys, int size, int count) {
    int low = 0;
    int high = size - 1;
    while (low < high) {
      long pivot = keys[(low + high) >>> 1];
      int i = low;
      int j = high;
      while (i <= j) {
        while (keys[i] < pivot) {
          i++;
        }
        while (keys[j] > pivot) {
          j--;
        }
        if (i <= j) {
          long key = keys[i];
          keys[i++] = keys[j];
          keys[j--] = key;
        }
      }
      if (count - 1 <= j) {
        high = j;
      } else if (count - 1 >= i) {
        low = i;
      } else {
        return;
      }
    }
  }
}

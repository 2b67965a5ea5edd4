package dev.sutra.attribute;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Sorts different strings by their bytes, unsigned: four bytes of each are sorted as numbers, then
 * those that are equal in them by the next four, as in multikey quicksort (Bentley and Sedgewick,
 * Fast algorithms for sorting and searching strings, 1997). Not thread-safe.
 */
final class StringSort {
  /** So few strings are sorted by insertion. */
  private static final int FEW = 12;

  /** Strings that are equal in so many bytes are compared whole. Limits the recursion. */
  private static final int DEPTH_MAX = 256;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] strings;
  private final long[] places;
  private long[] keys = {};

  /**
   * Creates a sort.
   *
   * @param places by number of a string: where it begins in the upper half, and its length
   */
  StringSort(byte[] strings, long[] places) {
    this.strings = strings;
    this.places = places;
  }

  /** Sorts numbers of strings by the strings. */
  void sort(int[] numbers) {
    keys = new long[numbers.length];
    sort(numbers, 0, numbers.length, 0);
  }

  /** Sorts strings that are equal up to a depth. */
  private void sort(int[] numbers, int from, int to, int depth) {
    if (to - from <= FEW) {
      insert(numbers, from, to);
      return;
    }
    for (int i = from; i < to; i++) {
      keys[i] = (long) bytesAt(numbers[i], depth) << Integer.SIZE | numbers[i];
    }
    Arrays.sort(keys, from, to);
    for (int i = from; i < to; i++) {
      numbers[i] = (int) keys[i];
    }
    int start = from;
    for (int end = from + 1; end <= to; end++) {
      if (end == to || bytes(keys[end]) != bytes(keys[start])) {
        sortEqual(numbers, start, end, depth + Integer.BYTES);
        start = end;
      }
    }
  }

  /** Sorts strings that are equal up to a depth, or ended before it. */
  private void sortEqual(int[] numbers, int from, int to, int depth) {
    // A zero may stand for the end of a string.
    boolean ended = (bytes(keys[from]) & 0xff) == 0;
    if (to - from > FEW && (ended || depth > DEPTH_MAX)) {
      compareWhole(numbers, from, to);
    } else {
      sort(numbers, from, to, depth);
    }
  }

  private static int bytes(long key) {
    return (int) (key >>> Integer.SIZE);
  }

  /** Four bytes as a number that is ordered as they are; zeros follow the end of a string. */
  private int bytesAt(int number, int depth) {
    int at = start(number) + depth;
    int end = end(number);
    int bytes = 0;
    if (at <= end - Integer.BYTES) {
      bytes = (int) INTS.get(strings, at);
    } else {
      for (int i = at; i < at + Integer.BYTES; i++) {
        bytes = bytes << Byte.SIZE | (i < end ? strings[i] & 0xff : 0);
      }
    }
    return bytes ^ Integer.MIN_VALUE;
  }

  private void insert(int[] numbers, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int moving = numbers[i];
      int at = i;
      while (at > from && compare(numbers[at - 1], moving) > 0) {
        numbers[at] = numbers[at - 1];
        at--;
      }
      numbers[at] = moving;
    }
  }

  private void compareWhole(int[] numbers, int from, int to) {
    Integer[] boxed = new Integer[to - from];
    Arrays.setAll(boxed, i -> numbers[from + i]);
    Arrays.sort(boxed, this::compare);
    for (int i = from; i < to; i++) {
      numbers[i] = boxed[i - from];
    }
  }

  private int start(int number) {
    return (int) (places[number] >>> Integer.SIZE);
  }

  private int end(int number) {
    return start(number) + (int) places[number];
  }

  private int compare(int a, int b) {
    return Arrays.compareUnsigned(strings, start(a), end(a), strings, start(b), end(b));
  }
}

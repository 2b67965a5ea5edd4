package dev.sutra.text.buffer;

import java.util.Arrays;

/**
 * Sorts terms of a {@link TermTable} by their bytes, four at a time: numbers are sorted much faster
 * than arrays of bytes are compared. Not thread-safe.
 */
final class TermOrder {
  // Fewer terms are compared with each other.
  private static final int FEW = 6;
  private static final int STEP = Integer.BYTES;

  private final TermTable terms;
  // Four bytes of the term << 32 | number.
  private final long[] keys;

  private TermOrder(TermTable terms, int count) {
    this.terms = terms;
    this.keys = new long[count];
  }

  /** Sorts the first {@code count} numbers by the bytes of their terms. */
  static void sort(TermTable terms, int[] numbers, int count) {
    new TermOrder(terms, count).sort(numbers, 0, count, 0);
  }

  /** Sorts a range whose terms have the same bytes before {@code offset}. */
  private void sort(int[] numbers, int from, int to, int offset) {
    if (to - from <= FEW || offset >= TermTable.BYTES_MAX) {
      insertionSort(numbers, from, to);
      return;
    }
    for (int i = from; i < to; i++) {
      // The sign bit is flipped, since the bytes are unsigned and the sort is not.
      int bytes = terms.fourBytes(numbers[i], offset) ^ Integer.MIN_VALUE;
      keys[i] = (long) bytes << Integer.SIZE | numbers[i];
    }
    Arrays.sort(keys, from, to);
    for (int i = from; i < to; i++) {
      numbers[i] = (int) keys[i];
    }
    int start = from;
    while (start < to) {
      int end = start + 1;
      while (end < to && keys[end] >>> Integer.SIZE == keys[start] >>> Integer.SIZE) {
        end++;
      }
      if (end - start > 1) {
        sort(numbers, start, end, offset + STEP);
      }
      start = end;
    }
  }

  private void insertionSort(int[] numbers, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int number = numbers[i];
      int at = i;
      while (at > from && terms.compare(numbers[at - 1], number) > 0) {
        numbers[at] = numbers[at - 1];
        at--;
      }
      numbers[at] = number;
    }
  }
}

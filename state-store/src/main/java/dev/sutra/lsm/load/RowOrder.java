package dev.sutra.lsm.load;

import java.util.Arrays;

/**
 * Sorts the rows of a buffer by their keys; rows of equal keys stay in the order of their arrival.
 *
 * <p>Sorts by seven bytes after the common prefix of a range with a radix sort, then ranges of
 * equal bytes by what follows (most significant digits first; McIlroy, Bostic, McIlroy,
 * "Engineering Radix Sort", 1993, with a long as digit). Digits that all rows share cost no pass.
 */
final class RowOrder {
  private static final int DIGIT_BYTES = 7;
  private static final int SMALL = 32;
  private static final int RADIX = 256;

  private final LoadBuffer buffer;
  private final byte[] bytes;
  private int[] rows;
  private int[] otherRows;
  private long[] digits;
  private long[] otherDigits;
  private final int[] starts = new int[RADIX + 1];

  private RowOrder(LoadBuffer buffer) {
    int count = buffer.rows();
    this.buffer = buffer;
    this.bytes = buffer.bytes();
    this.rows = new int[count];
    Arrays.setAll(rows, i -> i);
    this.otherRows = new int[count];
    this.digits = new long[count];
    this.otherDigits = new long[count];
  }

  /** Returns the numbers of all rows in the order of their keys. */
  static int[] of(LoadBuffer buffer) {
    RowOrder order = new RowOrder(buffer);
    order.sort(0, buffer.rows(), 0);
    return order.rows;
  }

  /** Sorts a range of rows whose keys have the same first bytes. */
  private void sort(int from, int to, int depth) {
    if (to - from <= SMALL) {
      sortSmall(from, to, depth);
      return;
    }
    int prefix = commonPrefix(from, to, depth);
    long first = digit(rows[from], prefix);
    long differing = 0;
    for (int i = from; i < to; i++) {
      long digit = digit(rows[i], prefix);
      digits[i] = digit;
      differing |= digit ^ first;
    }
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      if ((differing >>> shift & 0xff) != 0) {
        pass(from, to, shift);
      }
    }
    sortEqual(from, to, prefix);
  }

  /** Sorts the ranges of equal digits by what follows. Equal keys are in order already. */
  private void sortEqual(int from, int to, int prefix) {
    // Deeper sorts overwrite the digits of their range only.
    int start = from;
    while (start < to) {
      long digit = digits[start];
      int end = start + 1;
      while (end < to && digits[end] == digit) {
        end++;
      }
      if (end - start > 1 && (digit & 0xff) > DIGIT_BYTES) {
        sort(start, end, prefix + DIGIT_BYTES);
      }
      start = end;
    }
  }

  /** One stable pass of the radix sort over a range. */
  private void pass(int from, int to, int shift) {
    Arrays.fill(starts, 0);
    for (int i = from; i < to; i++) {
      starts[(int) (digits[i] >>> shift & 0xff) + 1]++;
    }
    starts[0] = from;
    for (int i = 0; i < RADIX; i++) {
      starts[i + 1] += starts[i];
    }
    for (int i = from; i < to; i++) {
      int at = starts[(int) (digits[i] >>> shift & 0xff)]++;
      otherDigits[at] = digits[i];
      otherRows[at] = rows[i];
    }
    System.arraycopy(otherDigits, from, digits, from, to - from);
    System.arraycopy(otherRows, from, rows, from, to - from);
  }

  /** Seven bytes of a key, and how many bytes are left of it, at most eight. */
  private long digit(int row, int depth) {
    int left = buffer.keyLength(row) - depth;
    int at = buffer.keyOffset(row) + depth;
    long digit = 0;
    for (int i = 0; i < DIGIT_BYTES; i++) {
      digit = digit << Byte.SIZE | (i < left ? bytes[at + i] & 0xff : 0);
    }
    return digit << Byte.SIZE | Math.min(left, DIGIT_BYTES + 1);
  }

  private int commonPrefix(int from, int to, int depth) {
    int first = rows[from];
    int offset = buffer.keyOffset(first);
    int common = buffer.keyLength(first);
    for (int i = from + 1; i < to && common > depth; i++) {
      int other = buffer.keyOffset(rows[i]);
      int max = Math.min(common, buffer.keyLength(rows[i]));
      int same =
          Arrays.mismatch(bytes, offset + depth, offset + max, bytes, other + depth, other + max);
      common = same < 0 ? max : depth + same;
    }
    return common;
  }

  private void sortSmall(int from, int to, int depth) {
    for (int i = from + 1; i < to; i++) {
      int row = rows[i];
      int at = i;
      while (at > from && compare(rows[at - 1], row, depth) > 0) {
        rows[at] = rows[at - 1];
        at--;
      }
      rows[at] = row;
    }
  }

  private int compare(int a, int b, int depth) {
    int aAt = buffer.keyOffset(a);
    int bAt = buffer.keyOffset(b);
    return Arrays.compareUnsigned(
        bytes,
        aAt + depth,
        aAt + buffer.keyLength(a),
        bytes,
        bAt + depth,
        bAt + buffer.keyLength(b));
  }
}

package dev.sutra.attribute;

/**
 * The different values of a column.
 *
 * @param booleans 1 if false occurs, plus 2 if true occurs
 * @param longs ascending
 * @param doubles ascending, none of which is a 64-bit integer
 */
// The arrays are not copied; dictionaries are not compared.
@SuppressWarnings("ArrayRecordComponent")
record Dictionary(int booleans, long[] longs, double[] doubles, Strings strings) {
  int firstLong() {
    return Integer.bitCount(booleans);
  }

  int firstDouble() {
    return firstLong() + longs.length;
  }

  int firstString() {
    return firstDouble() + doubles.length;
  }

  int values() {
    return firstString() + strings.count();
  }

  /** The number of a boolean that occurs. */
  int number(boolean value) {
    return value ? firstLong() - 1 : 0;
  }

  /** Bytes of all strings; {@link Long#MAX_VALUE} if they are too many for a column. */
  long stringBytes() {
    long bytes = 0;
    for (int i = 0; i < strings.count(); i++) {
      bytes += strings.length(i);
    }
    return bytes > Integer.MAX_VALUE ? Long.MAX_VALUE : bytes;
  }
}

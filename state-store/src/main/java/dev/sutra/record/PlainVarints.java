package dev.sutra.record;

/** Numbers of an ordinary length in the bytes of a row, read without a reader. */
final class PlainVarints {
  /** Shorter than any that could overflow what it is read into. */
  static final int LENGTH_BYTES_MAX = 4;

  private static final int PARTITION_BYTES_MAX = 4;
  private static final int OFFSET_BYTES_MAX = 9;

  private PlainVarints() {}

  /** Where a number ends that begins here; -1 if it is cut or longer than that. */
  static int end(byte[] bytes, int start, int end, int bytesMax) {
    for (int at = start; at < Math.min(end, start + bytesMax); at++) {
      if (bytes[at] >= 0) {
        return at + 1;
      }
    }
    return -1;
  }

  /** The number in these bytes, at most {@link #LENGTH_BYTES_MAX}. */
  static int number(byte[] bytes, int start, int end) {
    return (int) longNumber(bytes, start, end);
  }

  /** The number in these bytes, at most nine. */
  static long longNumber(byte[] bytes, int start, int end) {
    long number = 0;
    for (int at = start, shift = 0; at < end; at++, shift += 7) {
      number |= (long) (bytes[at] & 0x7f) << shift;
    }
    return number;
  }

  /** Where the topic begins of a source position that begins here; -1 if it is not plain. */
  static int topicStart(byte[] bytes, int start, int end) {
    return end(bytes, start, end, 2);
  }

  /** Where the partition ends of a source position, given where its topic ends; -1 as above. */
  static int partitionEnd(byte[] bytes, int topicEnd, int end) {
    return end(bytes, topicEnd, end, PARTITION_BYTES_MAX);
  }

  /** Where the offset ends of a source position, given where its partition ends; -1 as above. */
  static int offsetEnd(byte[] bytes, int partitionEnd, int end) {
    return end(bytes, partitionEnd, end, OFFSET_BYTES_MAX);
  }

  /** Where a source position ends that begins here; -1 if it is not plain. */
  static int sourceEnd(byte[] bytes, int start, int end) {
    int topicAt = topicStart(bytes, start, end);
    if (topicAt < 0) {
      return -1;
    }
    int length = number(bytes, start, topicAt);
    if (length > RowReader.TOPIC_BYTES_MAX
        || length > end - topicAt
        || !Utf8.isAscii(bytes, topicAt, topicAt + length)) {
      return -1;
    }
    int partitionEnd = partitionEnd(bytes, topicAt + length, end);
    return partitionEnd < 0 ? -1 : offsetEnd(bytes, partitionEnd, end);
  }

  /** Where a number of a valid row ends that begins here. */
  static int after(byte[] bytes, int start) {
    int at = start;
    while (bytes[at] < 0) {
      at++;
    }
    return at + 1;
  }

  /** The number of a valid row that begins here. */
  static int at(byte[] bytes, int start) {
    return number(bytes, start, after(bytes, start));
  }
}

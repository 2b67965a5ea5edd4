package dev.sutra.app.service;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.query.Position;
import org.jspecify.annotations.Nullable;

/**
 * Positions in the topic of events as text, such as {@code 0-41.3-7}: offset 41 of partition 0 and
 * offset 7 of partition 3.
 */
final class PositionToken {
  private static final int CHARACTERS_MAX = 4096;

  private PositionToken() {}

  /** The token of one record. */
  static String of(int partition, long offset) {
    return partition + "-" + offset;
  }

  /** The token of what a position says of the topic; null if it says nothing. */
  static @Nullable String of(Position position, String topic) {
    return of(new TreeMap<>(position.getPartitionPositions(topic)));
  }

  /** The token of these offsets by partition, in their order; null if there are none. */
  static @Nullable String of(Map<Integer, Long> offsets) {
    if (offsets.isEmpty()) {
      return null;
    }
    StringBuilder token = new StringBuilder();
    offsets.forEach(
        (partition, offset) -> {
          if (!token.isEmpty()) {
            token.append('.');
          }
          token.append(of(partition, offset));
        });
    return token.toString();
  }

  /**
   * The position that a token names.
   *
   * @param partitions how many the topic has
   * @throws IllegalArgumentException if it is not a token, or names a partition that does not exist
   */
  static Position parse(String token, String topic, int partitions) {
    Position position = Position.emptyPosition();
    if (token.length() > CHARACTERS_MAX) {
      throw invalid();
    }
    int start = 0;
    while (start <= token.length()) {
      int end = token.indexOf('.', start);
      String part = token.substring(start, end < 0 ? token.length() : end);
      int dash = part.indexOf('-');
      if (dash < 1) {
        throw invalid();
      }
      long partition = number(part.substring(0, dash));
      long offset = number(part.substring(dash + 1));
      if (partition >= partitions) {
        throw new IllegalArgumentException(
            "min_position names partition "
                + partition
                + "; the partitions are 0 to "
                + (partitions - 1));
      }
      // Two tokens joined by a point are a token: the highest offset of a partition counts.
      position.merge(Position.emptyPosition().withComponent(topic, (int) partition, offset));
      start = end < 0 ? token.length() + 1 : end + 1;
    }
    return position;
  }

  private static long number(String digits) {
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      throw invalid();
    }
    for (int i = 0; i < digits.length(); i++) {
      // Java's parser also accepts signs and the digits of other scripts.
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        throw invalid();
      }
    }
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw invalid();
    }
  }

  private static IllegalArgumentException invalid() {
    return new IllegalArgumentException("min_position is not a position token");
  }
}

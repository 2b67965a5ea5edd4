package dev.sutra.kafka;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.query.Position;

/** Opens the reading of commit data to the tests of all parsers. */
public final class CommitDataParser {
  private CommitDataParser() {}

  /** Commit data that is read. */
  public static byte[] seed() {
    Position position = Position.emptyPosition().withComponent("in", 3, 77);
    Map<TopicPartition, Long> offsets =
        Map.of(new TopicPartition("changelog", 1), 5L, new TopicPartition("changelog", 2), -4L);
    return new CommitData(offsets, position).encode();
  }

  /**
   * Reads, and writes again what was accepted.
   *
   * @throws IllegalArgumentException if the bytes are refused
   */
  public static void read(byte[] data) {
    CommitData.decode(CommitData.decode(data).encode());
  }
}

package dev.sutra.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Random;
import org.apache.kafka.streams.query.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTokenTest {
  private static final String TOPIC = "events";
  private static final int PARTITIONS = 1000;

  @Test
  void namesPartitionsInOrder() {
    Position position =
        Position.emptyPosition().withComponent(TOPIC, 3, 7).withComponent(TOPIC, 0, 41);
    assertEquals("0-41.3-7", PositionToken.of(position, TOPIC));
  }

  @Test
  void saysNothingOfOtherTopics() {
    Position position = Position.emptyPosition().withComponent("mirrors", 0, 41);
    assertNull(PositionToken.of(position, TOPIC));
    assertNull(PositionToken.of(Position.emptyPosition(), TOPIC));
  }

  @Test
  void comesBackAsItWent() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      Position position = Position.emptyPosition();
      for (int component = 0; component <= random.nextInt(20); component++) {
        position.withComponent(TOPIC, random.nextInt(1000), random.nextLong() & Long.MAX_VALUE);
      }
      String token = PositionToken.of(position, TOPIC);
      assertEquals(
          position.getPartitionPositions(TOPIC),
          PositionToken.parse(String.valueOf(token), TOPIC, PARTITIONS)
              .getPartitionPositions(TOPIC),
          "seed " + seed);
    }
  }

  @Test
  void theTokenOfOneRecordIsAPosition() {
    assertEquals(
        Map.of(2, 9L),
        PositionToken.parse(PositionToken.of(2, 9), TOPIC, PARTITIONS)
            .getPartitionPositions(TOPIC));
  }

  @Test
  void tokensMayBeJoinedAndTheFurthestPlaceCounts() {
    Map<Integer, Long> offsets =
        PositionToken.parse("1-7.2-3.1-5", TOPIC, PARTITIONS).getPartitionPositions(TOPIC);
    assertEquals(Map.of(1, 7L, 2, 3L), offsets);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "1",
        "-",
        "1-",
        "-1",
        "1-2.",
        ".1-2",
        "1-2..3-4",
        "a-1",
        "1-b",
        "1--2",
        "1-2-3",
        "-1-2",
        "1-9223372036854775808",
        "1-18446744073709551615",
        "01-1",
        "00-1",
        "1-01",
        "1-00",
        "1 -2",
        "+1-2",
        "1-+2",
        "٣-1",
        "{}"
      })
  void whatIsNoTokenIsRefused(String token) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> PositionToken.parse(token, TOPIC, PARTITIONS));
    assertEquals("min_position is not a position token", refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"77-1", "0-1.77-1", "4-0", "4294967295-1", "4294967296-1"})
  void aPartitionThatTheTopicDoesNotHaveIsNamed(String token) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> PositionToken.parse(token, TOPIC, 4));
    String named = token.substring(token.lastIndexOf('.') + 1, token.lastIndexOf('-'));
    assertEquals(
        "min_position names partition " + named + "; the partitions are 0 to 3",
        refused.getMessage());
  }

  @Test
  void anOverlongTokenIsRefused() {
    String token = "1-2.".repeat(1025) + "3-4";
    assertThrows(
        IllegalArgumentException.class, () -> PositionToken.parse(token, TOPIC, PARTITIONS));
  }
}

package dev.sutra.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class InputLagTest {
  private static final TopicPartition EVENTS_0 = new TopicPartition("events", 0);
  private static final TopicPartition EVENTS_1 = new TopicPartition("events", 1);
  private static final TopicPartition MIRROR_0 = new TopicPartition("mirror", 0);

  @Test
  void topicsOfOnePartitionNumberCountTogether() {
    assertEquals(
        Map.of(0, 7L, 1, 2L),
        InputLag.behind(
            Map.of(EVENTS_0, 10L, MIRROR_0, 3L, EVENTS_1, 0L),
            Map.of(EVENTS_0, 15L, MIRROR_0, 5L, EVENTS_1, 2L)));
  }

  @Test
  void withoutCommitEverythingIsBehind() {
    assertEquals(Map.of(1, 9L), InputLag.behind(Map.of(), Map.of(EVENTS_1, 9L)));
  }

  @Test
  void anInputThatEndsBeforeItsCommitIsNotBehind() {
    // A topic that was deleted and made anew.
    assertEquals(
        Map.of(0, 4L),
        InputLag.behind(Map.of(EVENTS_0, 100L, MIRROR_0, 1L), Map.of(EVENTS_0, 3L, MIRROR_0, 5L)));
  }
}

package dev.sutra.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.kafka.task.KeyPartitioner;
import dev.sutra.record.Concept;
import dev.sutra.schemas.ConceptEvents;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Events on another partition than their key's. The driver has partition 0 alone, and takes what is
 * sent to the mirrors back as if it were the right one.
 */
class ForeignPartitionTest {
  private static final int PARTITIONS = 4;
  private static final int BYTES_MAX = 2 << 20;
  private static final String HERE = id(0, true);
  private static final String ELSEWHERE = id(0, false);

  @TempDir Path directory;

  @Test
  void anEventIsSentOnAndAppliedOnce() {
    try (TopologyHarness stream = stream(ForeignPartition.FORWARD, BYTES_MAX)) {
      stream.sendAt(7, ConceptEvents.upsert(ELSEWHERE).text("a dog").build());
      Concept dog = stream.store().get(ELSEWHERE);
      assertNotNull(dog);
      assertEquals("a dog", dog.text());
      assertEquals(7, dog.updatedAt());
      assertEquals(1, stream.applied());
      assertEquals(1, stream.forwarded());
      assertEquals(0L, stream.store().getPosition().getPartitionPositions("concept-events").get(0));

      stream.send(ConceptEvents.upsert(HERE).text("at home").build());
      assertEquals(2, stream.applied());
      assertEquals(1, stream.forwarded());
      assertEquals(List.of(), stream.letters());
    }
  }

  @Test
  void tombstonesAndAssociationsAreSentOn() {
    try (TopologyHarness stream = stream(ForeignPartition.FORWARD, BYTES_MAX)) {
      stream.send(ConceptEvents.upsert(ELSEWHERE).text("a dog").build());
      stream.sendAt(1, ConceptEvents.associate(ELSEWHERE, "IS", HERE, null, null, null));
      assertEquals(List.of("OUT IS " + HERE), stream.neighbors(ELSEWHERE));
      assertEquals(List.of("IN IS " + ELSEWHERE), stream.neighbors(HERE));

      stream.send(ELSEWHERE.getBytes(UTF_8), null, 2);
      assertNull(stream.store().get(ELSEWHERE));
      assertEquals(List.of(), stream.neighbors(HERE));
      assertEquals(3, stream.forwarded());
      assertEquals(3, stream.applied());
    }
  }

  @Test
  void aDeadLetterOfAForwardedEventNamesTheOriginalPlaceAndHoldsTheOriginal() {
    try (TopologyHarness stream = stream(ForeignPartition.FORWARD, BYTES_MAX)) {
      stream.send(ConceptEvents.upsert(HERE).text("the first").build());
      Headers headers = new ProducerRecord<>("any", "").headers().add("trace", new byte[] {7});
      stream.send(ELSEWHERE.getBytes(UTF_8), new byte[] {9, 9}, headers);
      TestRecord<byte[], byte[]> letter = stream.letters().getFirst();
      assertArrayEquals(ELSEWHERE.getBytes(UTF_8), letter.key());
      assertArrayEquals(new byte[] {9, 9}, letter.value());
      assertArrayEquals(new byte[] {7}, letter.headers().lastHeader("trace").value());
      assertEquals("concept-events", TopologyHarness.header(letter, DeadLetter.TOPIC));
      assertEquals("0", TopologyHarness.header(letter, DeadLetter.PARTITION));
      assertEquals("1", TopologyHarness.header(letter, DeadLetter.OFFSET));
      assertEquals(1, stream.deadLetters());
    }
  }

  @Test
  void aSettingSetsForeignEventsAside() {
    try (TopologyHarness stream = stream(ForeignPartition.DEAD_LETTER, BYTES_MAX)) {
      stream.send(ConceptEvents.upsert(ELSEWHERE).text("a dog").build());
      stream.send(ConceptEvents.upsert(HERE).text("at home").build());
      List<TestRecord<byte[], byte[]>> letters = stream.letters();
      assertEquals(1, letters.size());
      String reason = TopologyHarness.header(letters.getFirst(), DeadLetter.REASON);
      assertTrue(reason.contains("partition 0 and its key belongs to partition"), reason);
      assertNull(stream.store().get(ELSEWHERE));
      assertNotNull(stream.store().get(HERE));
      assertEquals(0, stream.forwarded());
    }
  }

  @Test
  void anEventThatTheMirrorsDoNotTakeIsSetAside() {
    try (TopologyHarness stream = stream(ForeignPartition.FORWARD, 2_000)) {
      stream.send(ConceptEvents.upsert(ELSEWHERE).text("x".repeat(2_000)).build());
      stream.send(ConceptEvents.upsert(HERE).text("x".repeat(2_000)).build());
      List<TestRecord<byte[], byte[]>> letters = stream.letters();
      assertEquals(1, letters.size());
      String reason = TopologyHarness.header(letters.getFirst(), DeadLetter.REASON);
      assertTrue(reason.contains("too large to be sent on; at most 2000"), reason);
      assertNotNull(stream.store().get(HERE));
    }
  }

  @Test
  void aConceptThatTheChangelogDoesNotTakeIsSetAside() {
    TopicShape narrow = new TopicShape(1, BYTES_MAX, BYTES_MAX, 20_000);
    try (TopologyHarness stream =
        new TopologyHarness(directory, narrow, ForeignPartition.FORWARD)) {
      stream.send(ConceptEvents.upsert("large").text("x".repeat(20_000)).build());
      stream.send(ConceptEvents.upsert("small").text("x".repeat(10_000)).build());
      List<TestRecord<byte[], byte[]>> letters = stream.letters();
      assertEquals(1, letters.size());
      String reason = TopologyHarness.header(letters.getFirst(), DeadLetter.REASON);
      assertTrue(reason.contains("changelog topic takes 20000"), reason);
      assertNull(stream.store().get("large"));
      assertNotNull(stream.store().get("small"));
    }
  }

  private TopologyHarness stream(ForeignPartition foreign, int mirrorBytesMax) {
    return new TopologyHarness(
        directory, new TopicShape(PARTITIONS, mirrorBytesMax, BYTES_MAX, BYTES_MAX), foreign);
  }

  private static String id(int partition, boolean there) {
    return IntStream.range(0, 1000)
        .mapToObj(i -> "c" + i)
        .filter(
            id -> (KeyPartitioner.partition(id.getBytes(UTF_8), PARTITIONS) == partition) == there)
        .findFirst()
        .orElseThrow();
  }
}

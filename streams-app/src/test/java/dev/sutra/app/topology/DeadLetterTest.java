package dev.sutra.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.record.Limits;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.avro.ConceptUpserted;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A bad event goes to the dead letters as it came, with its reason, and stops nothing. */
class DeadLetterTest {
  @TempDir Path directory;
  private TopologyHarness stream;

  @BeforeEach
  void open() {
    stream = new TopologyHarness(directory, null);
  }

  @AfterEach
  void close() {
    stream.close();
  }

  static Stream<Arguments> badEvents() {
    return Stream.of(
        bad("NaN", vector(1, Float.NaN, 0, 0), "vector[1] is NaN"),
        bad("infinity", vector(Float.POSITIVE_INFINITY, 0, 0, 0), "vector[0] is Infinity"),
        bad("zero vector", vector(0, 0, 0, 0), "zero"),
        bad("short vector", vector(1, 2, 3), "3 components"),
        bad("long vector", vector(1, 2, 3, 4, 5), "5 components"),
        bad("no vector", vector(), "0 components"),
        bad("empty id", ConceptEvents.upsert("").build(), "empty"),
        bad("overlong id", ConceptEvents.upsert("x".repeat(257)).build(), "longer than 256"),
        bad("overlong id in bytes", ConceptEvents.upsert("ä".repeat(129)).build(), "256 bytes"),
        bad("NUL in an id", ConceptEvents.upsert("a\0b").build(), "control character U+0000"),
        bad(
            "a control in a type",
            ConceptEvents.associate("a", "I\u009fS", "b", null, null, null),
            "type holds the control character U+009F"),
        bad(
            "a control in a target",
            ConceptEvents.associate("a", "IS", "b\n", null, null, null),
            "target holds the control character U+000A"),
        bad("overlong text", text("x".repeat(Limits.TEXT_BYTES_MAX + 1)), "text is longer"),
        bad("strength", ConceptEvents.upsert("dog").strength(2).build(), "strength is 2.0"),
        bad("weight", ConceptEvents.associate("dog", "IS", "x", -1f, null, null), "weight"),
        bad("weight NaN", ConceptEvents.associate("a", "IS", "b", Float.NaN, null, null), "NaN"),
        bad("empty type", ConceptEvents.associate("a", "", "b", null, null, null), "type"),
        bad("empty target", ConceptEvents.associate("a", "IS", "", null, null, null), "target"),
        bad(
            "overlong target",
            ConceptEvents.associate("a", "IS", "x".repeat(257), null, null, null),
            "target is longer"),
        bad(
            "overlong target",
            ConceptEvents.dissociate("a", "IS", "x".repeat(257), null),
            "target is longer"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badEvents")
  void aBadEventIsSetAside(String name, ConceptEvent event, String reason) {
    byte[] key = ConceptEvents.key(event).getBytes(UTF_8);
    assertSetAside(key, stream.bytes(event), reason);
  }

  @Test
  void aKeyThatIsNotUtf8DeletesNoOtherConcept() {
    stream.send(ConceptEvents.upsert("\ufffd").text("a replacement character").build());
    byte[] event = stream.bytes(ConceptEvents.upsert("\ufffd").build());
    stream.send(new byte[] {(byte) 0xff}, null, 0);
    stream.send(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, null, 0);
    stream.send(new byte[] {(byte) 0xff}, event, 0);
    List<String> reasons =
        stream.letters().stream()
            .map(letter -> TopologyHarness.header(letter, DeadLetter.REASON))
            .toList();
    assertEquals(Collections.nCopies(3, "the record's key is not UTF-8"), reasons);
    assertEquals(
        "a replacement character", Objects.requireNonNull(stream.store().get("\ufffd")).text());
  }

  @Test
  void anEmptyVectorIsNotNoVector() {
    ConceptEvent event = vector();
    assertArrayEquals(new float[0], ConceptEvents.vector((ConceptUpserted) event.getPayload()));
  }

  @Test
  void unreadableBytesAreSetAside() {
    assertSetAside("dog", "not Avro".getBytes(UTF_8), "magic");
    assertSetAside("dog", new byte[0], "only 0 bytes");
  }

  @Test
  void everyTruncationOfAnEventIsSetAside() {
    byte[] whole = stream.bytes(ConceptEvents.upsert("dog").text("a dog").build());
    for (int length = 0; length < whole.length; length++) {
      stream.send("dog".getBytes(UTF_8), Arrays.copyOf(whole, length), length);
    }
    assertEquals(whole.length, stream.letters().size());
    assertEquals(0, stream.applied());
  }

  @Test
  void anUnknownSchemaIdIsSetAside() {
    byte[] value = stream.bytes(ConceptEvents.upsert("dog").build());
    ByteBuffer.wrap(value).putInt(1, 424_242);
    assertSetAside("dog", value, "424242");
  }

  @Test
  void anotherKeyThanTheConceptsIdIsSetAside() {
    assertSetAside("cat", stream.bytes(ConceptEvents.upsert("dog").build()), "key is not");
  }

  @Test
  void aMissingKeyIsSetAside() {
    assertSetAside((byte[]) null, stream.bytes(ConceptEvents.upsert("dog").build()), "no key");
    assertSetAside((byte[]) null, null, "no key");
  }

  @Test
  void aDeleteUnderAKeyThatIsNoIdIsSetAside() {
    assertSetAside("", null, "key is empty");
    assertSetAside("x".repeat(257), null, "key is longer");
  }

  @Test
  void headersOfTheEventAreKept() {
    Headers headers = new ProducerRecord<>("any", "").headers().add("trace", new byte[] {7});
    stream.send("dog".getBytes(UTF_8), new byte[] {9}, headers);
    TestRecord<byte[], byte[]> letter = stream.letters().getFirst();
    assertArrayEquals(new byte[] {7}, letter.headers().lastHeader("trace").value());
    assertEquals("concept-events", TopologyHarness.header(letter, DeadLetter.TOPIC));
    assertEquals("0", TopologyHarness.header(letter, DeadLetter.PARTITION));
    assertEquals("0", TopologyHarness.header(letter, DeadLetter.OFFSET));
  }

  @Test
  void aLetterThatIsSentAgainHasOneReason() {
    Headers first = new ProducerRecord<>("any", "").headers();
    first.add(DeadLetter.REASON, "of the first time".getBytes(UTF_8));
    first.add(DeadLetter.OFFSET, new byte[0]);
    stream.send("dog".getBytes(UTF_8), new byte[] {9}, first);
    TestRecord<byte[], byte[]> letter = stream.letters().getFirst();
    assertEquals(4, letter.headers().toArray().length);
    assertTrue(TopologyHarness.header(letter, DeadLetter.REASON).contains("only 1 bytes"));
    assertEquals("0", TopologyHarness.header(letter, DeadLetter.OFFSET));
  }

  @Test
  void aQueryNeedNotWaitForAnEventThatWasSetAside() {
    stream.send("dog".getBytes(UTF_8), new byte[] {9}, 0);
    assertEquals(0L, stream.store().getPosition().getPartitionPositions("concept-events").get(0));
  }

  private void assertSetAside(String key, byte @Nullable [] value, String reason) {
    assertSetAside(key.getBytes(UTF_8), value, reason);
  }

  private void assertSetAside(byte @Nullable [] key, byte @Nullable [] value, String reason) {
    double before = stream.deadLetters();
    stream.send(key, value, 5);
    stream.send(ConceptEvents.upsert("next").text("the stream goes on").build());

    var letters = stream.letters();
    assertEquals(1, letters.size());
    TestRecord<byte[], byte[]> letter = letters.getFirst();
    assertArrayEquals(key, letter.key());
    assertArrayEquals(value, letter.value());
    String told = TopologyHarness.header(letter, DeadLetter.REASON);
    assertTrue(told.contains(reason), told);
    assertEquals(before + 1, stream.deadLetters());
    assertEquals(1, stream.store().stats().concepts(), "only the next one is kept");
    assertEquals(0, stream.store().stats().associations());
  }

  private static Arguments bad(String name, ConceptEvent event, String reason) {
    return Arguments.of(name, event, reason);
  }

  private static ConceptEvent vector(float... components) {
    return ConceptEvents.upsert("dog").vector(components).build();
  }

  private static ConceptEvent text(String text) {
    return ConceptEvents.upsert("dog").text(text).build();
  }
}

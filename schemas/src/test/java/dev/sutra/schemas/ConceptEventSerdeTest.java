package dev.sutra.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.avro.ConceptUpserted;
import dev.sutra.schemas.registry.SchemaRegistryClient;
import dev.sutra.schemas.registry.SchemaRegistryClients;
import dev.sutra.schemas.registry.SchemaRegistryException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConceptEventSerdeTest {
  private static final String TOPIC = "t";

  private final FakeRegistry registry = FakeRegistry.with(7, EventSchema.WIRE);
  private final ConceptEventSerializer serializer = new ConceptEventSerializer(registry);
  private final ConceptEventDeserializer deserializer = new ConceptEventDeserializer(registry);

  /** Writes Avro by hand. */
  private interface Body {
    void write(BinaryEncoder encoder) throws IOException;
  }

  private static byte[] record(int id, Body body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      body.write(encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private void assertUnreadable(byte[] value, String reason) {
    SerializationException e =
        assertThrows(SerializationException.class, () -> deserializer.deserialize(TOPIC, value));
    assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
  }

  private byte[] written(ConceptEvent event) {
    return Objects.requireNonNull(serializer.serialize(TOPIC, event));
  }

  @Test
  void nullStaysNull() {
    assertNull(serializer.serialize(TOPIC, null));
    assertNull(deserializer.deserialize(TOPIC, null));
    assertEquals(0, registry.requests);
  }

  @Test
  void registryIsAskedOncePerTopicAndId() {
    for (int i = 0; i < 3; i++) {
      ConceptEvent event = ConceptEvents.upsert("a" + i).vector(i).build();
      assertEquals(event, deserializer.deserialize(TOPIC, serializer.serialize(TOPIC, event)));
    }
    assertEquals(2, registry.requests);
  }

  @Test
  void everyCutIsUnreadable() throws IOException {
    registry.schemas.put(GoldenEvents.SCHEMA_ID, EventSchema.WIRE);
    byte[] value = GoldenEvents.bytes("upsert");
    for (int length = 0; length < value.length; length++) {
      assertUnreadable(Arrays.copyOf(value, length), "cannot read");
    }
  }

  @Test
  void flippedBytesNeverEscapeAsAnotherError() throws IOException {
    registry.schemas.put(GoldenEvents.SCHEMA_ID, EventSchema.WIRE);
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] value = GoldenEvents.bytes("upsert");
    int unreadable = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = value.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        damaged[5 + random.nextInt(damaged.length - 5)] = (byte) random.nextInt();
      }
      try {
        deserializer.deserialize(TOPIC, damaged);
      } catch (SerializationException e) {
        unreadable++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + i, e);
      }
    }
    assertTrue(unreadable > 0, "seed " + seed);
  }

  @Test
  void wrongMagicIsUnreadable() {
    assertUnreadable(new byte[] {1, 0, 0, 0, 7, 0}, "magic");
  }

  @Test
  void trailingBytesAreUnreadable() {
    byte[] value = written(ConceptEvents.delete("a", null));
    assertUnreadable(Arrays.copyOf(value, value.length + 1), "after the event");
  }

  @Test
  void unknownSchemaIdIsUnreadable() {
    assertUnreadable(new byte[] {0, 0, 0, 0, 8, 0}, "id 8 is not known");
  }

  @Test
  void schemaThatDoesNotResolveIsUnreadable() {
    registry.schemas.put(9, Schema.create(Schema.Type.STRING));
    assertUnreadable(record(9, e -> e.writeString("a")), "does not resolve");
  }

  @Test
  void tooLongValueIsUnreadable() {
    assertUnreadable(new byte[(1 << 20) + 1], "at most");
  }

  @Test
  void hostileLengthsAreUnreadable() {
    for (long length : new long[] {-1, 1 << 20, Integer.MAX_VALUE, 1L << 40, Long.MIN_VALUE}) {
      assertUnreadable(
          record(
              7,
              e -> {
                e.writeIndex(0);
                e.writeIndex(1);
                e.writeLong(length);
              }),
          "do not fit");
      assertUnreadable(upsertWithVectorCount(length), "do not fit");
    }
  }

  private static byte[] upsertWithVectorCount(long count) {
    return record(
        7,
        e -> {
          e.writeIndex(0);
          e.writeIndex(0);
          e.writeString("a");
          e.writeBoolean(false);
          e.writeIndex(0);
          e.writeIndex(1);
          e.writeLong(count);
        });
  }

  @Test
  void vectorAboveTheLimitIsUnreadableEvenInBlocks() {
    byte[] value =
        record(
            7,
            e -> {
              e.writeIndex(0);
              e.writeIndex(0);
              e.writeString("a");
              e.writeBoolean(false);
              e.writeIndex(0);
              e.writeIndex(1);
              for (int i = 0; i < 4097; i++) {
                e.writeLong(1);
                e.writeFloat(1);
              }
              e.writeLong(0);
              e.writeIndex(0);
              e.writeIndex(0);
              e.writeIndex(0);
            });
    assertUnreadable(value, "vector has 4097");
  }

  @Test
  void malformedUtf8IsUnreadable() {
    byte[] value = written(ConceptEvents.delete("a", null));
    value[value.length - 1] = (byte) 0xff;
    assertUnreadable(value, "UTF-8");
  }

  @Test
  void replacementCharacterItselfIsReadable() {
    ConceptEvent event = ConceptEvents.delete("a\ufffdb", null);
    assertEquals(event, deserializer.deserialize(TOPIC, serializer.serialize(TOPIC, event)));
  }

  @Test
  void writersFieldsThatThisVersionLacksAreSkippedWithinTheLimits() {
    Schema writer =
        new Schema.Parser()
            .parse(
                EventSchema.WIRE
                    .toString()
                    .replaceFirst(
                        "\"fields\":\\[",
                        "\"fields\":[{\"name\":\"later\",\"type\":{\"type\":\"array\","
                            + "\"items\":\"null\"},\"default\":[]},"));
    registry.schemas.put(10, writer);
    assertEquals(ConceptEvents.delete("a", null), deserializer.deserialize(TOPIC, laterDelete(3)));
    assertUnreadable(laterDelete(1 << 30), "too many items");
  }

  private static byte[] laterDelete(long nulls) {
    return record(
        10,
        e -> {
          e.writeLong(nulls);
          e.writeLong(0);
          e.writeIndex(0);
          e.writeIndex(1);
          e.writeString("a");
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"UNAVAILABLE", "DENIED", "UNEXPECTED"})
  void registryThatCannotBeAskedIsRetriableAndNotRemembered(Reason reason) {
    registry.failing = true;
    registry.failure = reason;
    ConceptEvent event = ConceptEvents.delete("a", null);
    assertInstanceOf(
        RetriableException.class,
        assertThrows(
            SchemaRegistryUnavailableException.class, () -> serializer.serialize(TOPIC, event)));
    byte[] value =
        record(
            7,
            e -> {
              e.writeIndex(0);
              e.writeIndex(1);
              e.writeString("a");
            });
    assertThrows(
        SchemaRegistryUnavailableException.class, () -> deserializer.deserialize(TOPIC, value));
    registry.failing = false;
    assertEquals(event, deserializer.deserialize(TOPIC, value));
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"NOT_FOUND", "INCOMPATIBLE", "INVALID"})
  void refusedSchemaIsNotRetriable(Reason reason) {
    registry.failing = true;
    registry.failure = reason;
    assertThrows(
        SerializationException.class,
        () -> serializer.serialize(TOPIC, ConceptEvents.delete("a", null)));
  }

  @Test
  void eventThatWouldNotComeBackIsNotWritten() {
    Map<String, Object> odd = new HashMap<>();
    odd.put("k", 'c');
    for (ConceptEvent event :
        new ConceptEvent[] {
          ConceptEvents.delete("a\ud83d", null),
          ConceptEvents.upsert("a").text("\udc15").build(),
          ConceptEvents.upsert("a").vector(new float[4097]).build(),
          ConceptEvents.upsert("a").text("x".repeat(1 << 20)).build(),
          new ConceptEvent(null, null),
          new ConceptEvent(null, "text"),
          new ConceptEvent(null, new ConceptUpserted()),
          new ConceptEvent(null, new ConceptUpserted("a", false, null, null, odd, null, null))
        }) {
      assertThrows(SerializationException.class, () -> serializer.serialize(TOPIC, event));
    }
    assertEquals(0, registry.requests);
  }

  @Test
  void eventWithNaNCanBeWritten() {
    // The store refuses it with a reason; a producer's serde is not the place to judge numbers.
    ConceptEvent event = ConceptEvents.upsert("a").vector(Float.NaN).build();
    assertEquals(event, deserializer.deserialize(TOPIC, serializer.serialize(TOPIC, event)));
  }

  @Test
  void configuredSerdeSharesAMockScope() {
    Map<String, String> config = Map.of("schema.registry.url", "mock://serde-test");
    try (Serde<ConceptEvent> writer = EventSerdes.create(config);
        Serde<ConceptEvent> reader = EventSerdes.create(config)) {
      ConceptEvent event = ConceptEvents.associate("a", "SEMANTIC", "b", 1f, null, null);
      byte[] value = writer.serializer().serialize(TOPIC, event);
      assertEquals(event, reader.deserializer().deserialize(TOPIC, value));
    }
  }

  @Test
  void withoutAutoRegistrationTheSchemaMustBeThere() {
    String url = "mock://no-auto-registration";
    SchemaRegistryClient client = SchemaRegistryClients.create(Map.of("schema.registry.url", url));
    try (ConceptEventSerializer strict = new ConceptEventSerializer()) {
      strict.configure(Map.of("schema.registry.url", url, "auto.register.schemas", "false"), false);
      ConceptEvent event = ConceptEvents.delete("a", null);
      assertThrows(SerializationException.class, () -> strict.serialize(TOPIC, event));
      int id = client.register("t-value", EventSchema.WIRE);
      byte[] value = Objects.requireNonNull(strict.serialize(TOPIC, event));
      assertEquals(id, ByteBuffer.wrap(value).getInt(1));
    }
  }

  @Test
  void serdeIsChosenByClassName() {
    Map<String, Object> config = new HashMap<>();
    config.put("schema.registry.url", "mock://chosen");
    config.put(EventSerdes.EVENT_SERDE, ConceptEventSerde.class.getName());
    EventSerdes.create(config).close();
    for (Object wrong : new Object[] {"no.such.Serde", "java.lang.String", Integer.class}) {
      config.put(EventSerdes.EVENT_SERDE, wrong);
      assertThrows(ConfigException.class, () -> EventSerdes.create(config));
    }
  }
}

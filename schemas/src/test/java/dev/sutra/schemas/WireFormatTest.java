package dev.sutra.schemas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the serdes to bytes that Confluent's own serializer wrote (see wire/README.md). */
class WireFormatTest {
  private final FakeRegistry registry = FakeRegistry.with(GoldenEvents.SCHEMA_ID, EventSchema.WIRE);

  @ParameterizedTest
  @ValueSource(strings = {"upsert", "delete", "associate", "dissociate"})
  void genuineBytesAreRead(String name) throws IOException {
    try (ConceptEventDeserializer deserializer = new ConceptEventDeserializer(registry)) {
      assertEquals(
          GoldenEvents.BY_NAME.get(name),
          deserializer.deserialize(GoldenEvents.TOPIC, GoldenEvents.bytes(name)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"upsert", "delete", "associate", "dissociate"})
  void genuineBytesAreWritten(String name) throws IOException {
    try (ConceptEventSerializer serializer = new ConceptEventSerializer(registry)) {
      assertArrayEquals(
          GoldenEvents.bytes(name),
          serializer.serialize(GoldenEvents.TOPIC, GoldenEvents.BY_NAME.get(name)));
    }
  }
}

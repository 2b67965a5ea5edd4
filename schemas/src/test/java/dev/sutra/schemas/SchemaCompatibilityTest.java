package dev.sutra.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sutra.schemas.avro.ConceptEvent;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every released version of the schema is frozen in {@code schemas/concept-event-vN.avsc}. A change
 * needs a new file there, and must stay fully compatible with all before it.
 */
class SchemaCompatibilityTest {
  private static List<Schema> frozen() throws IOException {
    List<Schema> versions = new ArrayList<>();
    while (true) {
      String name = "/schemas/concept-event-v" + (versions.size() + 1) + ".avsc";
      try (InputStream in = SchemaCompatibilityTest.class.getResourceAsStream(name)) {
        if (in == null) {
          return versions;
        }
        versions.add(new Schema.Parser().parse(in));
      }
    }
  }

  @Test
  void newestFrozenVersionIsTheCurrentOne() throws IOException {
    List<Schema> versions = frozen();
    assertFalse(versions.isEmpty());
    assertEquals(versions.getLast().toString(), EventSchema.WIRE.toString());
  }

  @Test
  void currentVersionIsFullyCompatibleWithEveryFrozenOne() throws IOException {
    for (Schema version : frozen()) {
      assertReads(ConceptEvent.getClassSchema(), version);
      assertReads(version, ConceptEvent.getClassSchema());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"upsert", "delete", "associate", "dissociate"})
  void valuesWrittenWithVersion1AreRead(String name) throws IOException {
    FakeRegistry registry = FakeRegistry.with(GoldenEvents.SCHEMA_ID, frozen().getFirst());
    try (ConceptEventDeserializer deserializer = new ConceptEventDeserializer(registry)) {
      assertEquals(
          GoldenEvents.BY_NAME.get(name),
          deserializer.deserialize(GoldenEvents.TOPIC, GoldenEvents.bytes(name)));
    }
  }

  @Test
  void generatedClassesHaveTheSchemaOfTheFile() {
    assertReads(ConceptEvent.getClassSchema(), EventSchema.WIRE);
    assertFalse(EventSchema.WIRE.toString().contains("avro.java.string"));
  }

  private static void assertReads(Schema reader, Schema writer) {
    assertEquals(
        SchemaCompatibilityType.COMPATIBLE,
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType());
  }
}

package dev.sutra.app.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.schemas.ConceptEventDeserializer;
import dev.sutra.schemas.ConceptEventSerializer;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.avro.ConceptEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileSchemaRegistryTest {
  private static final Schema ONE =
      SchemaBuilder.record("r").fields().requiredString("a").endRecord();
  private static final Schema TWO =
      SchemaBuilder.record("r").fields().requiredString("a").optionalLong("b").endRecord();
  private static final Schema OTHER =
      SchemaBuilder.record("r").fields().requiredLong("a").endRecord();

  @TempDir Path dir;

  private FileSchemaRegistry open() throws IOException {
    return FileSchemaRegistry.open(dir.resolve("registry.json"));
  }

  @Test
  void idsAreTheSameAfterAReopen() throws Exception {
    try (FileSchemaRegistry registry = open()) {
      assertEquals(1, registry.register("s", ONE));
      assertEquals(2, registry.register("s", TWO));
      assertEquals(1, registry.register("s", ONE));
      assertEquals(1, registry.register("t", ONE));
    }
    try (FileSchemaRegistry registry = open()) {
      assertEquals(ONE, registry.schemaById(1));
      assertEquals(TWO, registry.schemaById(2));
      assertEquals(2, registry.idOf("s", TWO));
      assertEquals(List.of("s", "t"), registry.subjects());
      assertEquals(2, registry.versionCount("s"));
      assertEquals(2, registry.version("s", 2));
      assertEquals(1, registry.register("s", ONE));
      assertEquals(3, registry.register("u", OTHER));
    }
    try (var files = Files.list(dir)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void whatIsUnknownIsRefused() throws Exception {
    try (FileSchemaRegistry registry = open()) {
      registry.register("s", ONE);
      assertEquals(
          40403, assertThrows(RegistryRefusal.class, () -> registry.schemaById(2)).errorCode());
      assertEquals(
          "Schema not found: the built-in schema registry has no schema with id 0",
          assertThrows(RegistryRefusal.class, () -> registry.schemaById(0)).getMessage());
      assertThrows(RegistryRefusal.class, () -> registry.idOf("s", TWO));
      assertEquals(
          40401, assertThrows(RegistryRefusal.class, () -> registry.versionCount("t")).errorCode());
      assertThrows(RegistryRefusal.class, () -> registry.register("", ONE));
    }
  }

  @Test
  void schemaThatCannotReadTheLatestIsRefused() throws Exception {
    try (FileSchemaRegistry registry = open()) {
      registry.register("s", ONE);
      RegistryRefusal e = assertThrows(RegistryRefusal.class, () -> registry.register("s", OTHER));
      assertEquals(409, e.status());
      assertEquals(1, registry.versionCount("s"));
    }
  }

  @Test
  void fileOfAnotherKindIsRefused() throws Exception {
    Path file = dir.resolve("registry.json");
    for (String text :
        List.of(
            "",
            "{}",
            "no json",
            "{\"version\":1,\"schemas\":[\"x\"]}",
            "{\"version\":1,\"schemas\":[],\"subjects\":{\"s\":[1]}}")) {
      Files.writeString(file, text);
      assertThrows(IOException.class, this::open, text);
    }
  }

  @Test
  void nothingIsRegisteredWhereTheFileCannotBeWritten() throws Exception {
    Path inner = Files.createDirectory(dir.resolve("inner"));
    try (FileSchemaRegistry registry = FileSchemaRegistry.open(inner.resolve("r.json"))) {
      Files.delete(inner);
      assertThrows(UncheckedIOException.class, () -> registry.register("s", ONE));
      assertTrue(registry.subjects().isEmpty());
    }
  }

  @Test
  void eventsComeBackThroughIt() throws Exception {
    try (FileSchemaRegistry registry = open();
        ConceptEventSerializer serializer = new ConceptEventSerializer(registry)) {
      ConceptEvent event = ConceptEvents.upsert("a").text("t").vector(1, 2).build();
      byte[] bytes = serializer.serialize("concept-events", event);
      assertNotNull(bytes);
      try (FileSchemaRegistry again = open();
          ConceptEventDeserializer deserializer = new ConceptEventDeserializer(again)) {
        assertEquals(event, deserializer.deserialize("concept-events", bytes));
      }
      bytes[4] = 9;
      try (ConceptEventDeserializer deserializer = new ConceptEventDeserializer(registry)) {
        assertThrows(
            SerializationException.class, () -> deserializer.deserialize("concept-events", bytes));
      }
    }
  }
}

package dev.sutra.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.schemas.avro.ConceptDeleted;
import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.registry.SchemaRegistryClient;
import dev.sutra.schemas.registry.SchemaRegistryClients;
import dev.sutra.schemas.registry.SchemaRegistryException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages name the place and the fault in words of their own, not in those of a library. */
final class MessagesTest {
  private static void assertPlain(String message) {
    for (String word :
        List.of(
            "com.fasterxml", "org.apache", "java.", "null", "_", "Exception", "Source", "Stream")) {
      assertFalse(message.contains(word), message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nonsense | not valid JSON at character 0: an unknown word; strings must be in double"
            + " quotes",
        "{        | not valid JSON at character 1: it is truncated",
        "{\"op\":\"delete\",\"id\":\"a | not valid JSON at character 22: it is truncated",
        "{\"strength\":NaN} | not valid JSON at character 15: NaN and Infinity are not numbers of"
            + " JSON",
        "{\"id\":\"a\",\"id\":\"b\"} | not valid JSON at character 14: field \"id\" is repeated",
        "{'op':1} | not valid JSON at character 1: an unexpected character",
        "{\"attributes\":{\"a\":{\"b\":{\"c\":{}}}}} | attribute \"a\" is not a string, a number,"
            + " true or false",
        "{\"vector\":[[[[[1]]]]]} | vector[0] is not a number",
      })
  void aJsonTextIsToldItsPlaceAndFault(String json, String message) {
    InvalidEventException e =
        assertThrows(InvalidEventException.class, () -> ConceptEventJson.parse(json));
    assertEquals(message, e.getMessage());
    assertPlain(message);
  }

  @Test
  void whatIsTooLongForTheParserIsToldInWords() {
    String number = "{\"strength\":" + "1".repeat(1_000) + "}";
    InvalidEventException e =
        assertThrows(InvalidEventException.class, () -> ConceptEventJson.parse(number));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.endsWith("name or number in it is too long"), message);
    assertPlain(message);
  }

  @Test
  void bytesThatAreNoEventAreToldWithTheirSchemasId() {
    SchemaRegistryClient registry =
        SchemaRegistryClients.create(Map.of("schema.registry.url", "mock://messages"));
    try (ConceptEventSerializer serializer = new ConceptEventSerializer(registry);
        ConceptEventDeserializer deserializer = new ConceptEventDeserializer(registry)) {
      byte[] event =
          Objects.requireNonNull(
              serializer.serialize("t", new ConceptEvent(null, new ConceptDeleted("a concept"))));
      int id = ByteBuffer.wrap(event).getInt(1);
      byte[] cut = Arrays.copyOf(event, event.length - 3);
      SerializationException early =
          assertThrows(SerializationException.class, () -> deserializer.deserialize("t", cut));
      assertEquals(
          "cannot read the value of a record of topic t: its bytes do not fit its schema, id "
              + id
              + ": they are truncated",
          early.getMessage());
      Random random = new Random(42);
      for (int i = 0; i < 2_000; i++) {
        byte[] damaged = Arrays.copyOf(event, event.length + random.nextInt(3));
        damaged[5 + random.nextInt(damaged.length - 5)] = (byte) random.nextInt();
        try {
          deserializer.deserialize("t", damaged);
        } catch (SerializationException e) {
          assertPlain(String.valueOf(e.getMessage()));
        }
      }
    }
  }

  @Test
  void aRegistryThatIsAwayIsToldWithoutNamesOfClasses() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    for (Map.Entry<String, String> each :
        Map.of(
                "http://127.0.0.1:" + free,
                "the connection was refused",
                "http://nowhere.invalid",
                "its host is not known")
            .entrySet()) {
      Map<String, Object> settings = Map.of("schema.registry.url", each.getKey(), "max.retries", 0);
      try (SchemaRegistryClient client = SchemaRegistryClients.create(settings)) {
        SchemaRegistryException e =
            assertThrows(SchemaRegistryException.class, () -> client.schemaById(7));
        assertEquals(
            "could not fetch schema id 7: " + each.getKey() + " did not answer: " + each.getValue(),
            e.getMessage());
      }
    }
  }
}

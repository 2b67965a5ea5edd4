package dev.sutra.schemas;

import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.internals.BoundedCache;
import dev.sutra.schemas.registry.SchemaRegistryClient;
import dev.sutra.schemas.registry.SchemaRegistryClients;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event from the Confluent wire format (see the package page); null stays null.
 *
 * <p>The writer's schema is fetched by its id and resolved to this version's. Bytes that are not an
 * event (wrong magic, truncated, trailing bytes, an unknown schema id, a schema that does not
 * resolve, excessive lengths, invalid UTF-8) raise a {@link SerializationException} with the
 * reason. A registry that cannot be reached raises a {@link SchemaRegistryUnavailableException}:
 * the record may be valid. Settings are those of {@link SchemaRegistryClients#create}. Not
 * thread-safe, like Kafka's deserializers.
 */
public final class ConceptEventDeserializer implements Deserializer<ConceptEvent> {
  private static final int READERS_MAX = 100;

  private final BoundedCache<Integer, DatumReader<ConceptEvent>> readers =
      new BoundedCache<>(READERS_MAX);
  private final RegistryHandle registry;

  /** Creates an instance that Kafka configures. */
  public ConceptEventDeserializer() {
    this.registry = new RegistryHandle(null);
  }

  /** Creates an instance over a registry client, which the caller closes. */
  public ConceptEventDeserializer(SchemaRegistryClient registry) {
    this.registry = new RegistryHandle(registry);
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    registry.configure(configs);
  }

  @Override
  public @Nullable ConceptEvent deserialize(String topic, byte @Nullable [] data) {
    if (data == null) {
      return null;
    }
    if (data.length < WireFormat.HEADER_BYTES) {
      throw unreadable(topic, "it is only " + data.length + " bytes long", null);
    }
    if (data.length > EventChecks.EVENT_BYTES_MAX) {
      throw unreadable(
          topic,
          "it is " + data.length + " bytes long; at most " + EventChecks.EVENT_BYTES_MAX,
          null);
    }
    ByteBuffer header = ByteBuffer.wrap(data);
    byte magic = header.get();
    if (magic != WireFormat.MAGIC) {
      throw unreadable(topic, "its first byte is " + magic + " rather than the magic 0", null);
    }
    int id = header.getInt();
    DatumReader<ConceptEvent> reader = reader(topic, id);
    StrictDecoder decoder =
        new StrictDecoder(
            data,
            WireFormat.HEADER_BYTES,
            data.length - WireFormat.HEADER_BYTES,
            EventChecks.ITEMS_TOTAL_MAX);
    ConceptEvent event;
    boolean end;
    try {
      event = reader.read(null, decoder);
      end = decoder.isEnd();
      EventChecks.checkShape(event);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // Avro reports corrupt bytes in many ways; a recursive writer's schema may overflow the
      // stack.
      throw unreadable(
          topic,
          "its bytes do not fit its schema, id "
              + Integer.toUnsignedString(id)
              + ": "
              + RecordDamage.of(e),
          e);
    }
    if (!end) {
      throw unreadable(topic, "there are bytes after the event", null);
    }
    return event;
  }

  private DatumReader<ConceptEvent> reader(String topic, int id) {
    DatumReader<ConceptEvent> reader = readers.find(id);
    if (reader == null) {
      reader = newReader(topic, id, registry.ask(client -> client.schemaById(id)));
      readers.keep(id, reader);
    }
    return reader;
  }

  private static DatumReader<ConceptEvent> newReader(String topic, int id, Schema writer) {
    Schema current = ConceptEvent.getClassSchema();
    String reason =
        "its schema, id " + Integer.toUnsignedString(id) + ", does not resolve to a concept event";
    try {
      if (SchemaCompatibility.checkReaderWriterCompatibility(current, writer).getType()
          != SchemaCompatibilityType.COMPATIBLE) {
        throw unreadable(topic, reason, null);
      }
      return new SpecificDatumReader<>(writer, current, EventModel.INSTANCE);
    } catch (AvroRuntimeException | StackOverflowError e) {
      throw unreadable(topic, reason, e);
    }
  }

  private static SerializationException unreadable(
      String topic, String reason, @Nullable Throwable cause) {
    return new SerializationException(
        "cannot read the value of a record of topic " + topic + ": " + reason, cause);
  }

  @Override
  public void close() {
    registry.close();
  }
}

package dev.sutra.schemas;

import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.registry.SchemaRegistryClient;
import dev.sutra.schemas.registry.SchemaRegistryClients;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes an event in the Confluent wire format (see the package page); null stays null.
 *
 * <p>The first event of a topic registers the schema, or only looks it up if {@code
 * auto.register.schemas} is false. Settings are those of {@link SchemaRegistryClients#create}. An
 * event that cannot be written, or a schema that the registry rejects, raises a {@link
 * SerializationException}; a registry that cannot be reached raises a {@link
 * SchemaRegistryUnavailableException}. Safe for use by many threads once configured, so that they
 * can share a producer.
 */
public final class ConceptEventSerializer implements Serializer<ConceptEvent> {
  /** Whether the serializer may register the schema; default true. */
  public static final String AUTO_REGISTER = "auto.register.schemas";

  private static final int TOPICS_MAX = 1000;

  private final DatumWriter<ConceptEvent> writer =
      new SpecificDatumWriter<>(ConceptEvent.getClassSchema(), EventModel.INSTANCE);
  private final Map<String, Integer> idByTopic = new ConcurrentHashMap<>();
  private final RegistryHandle registry;
  private boolean autoRegister = true;
  private boolean isKey;

  /** Creates an instance that Kafka configures. */
  public ConceptEventSerializer() {
    this.registry = new RegistryHandle(null);
  }

  /** Creates an instance over a registry client, which the caller closes. */
  public ConceptEventSerializer(SchemaRegistryClient registry) {
    this.registry = new RegistryHandle(registry);
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    registry.configure(configs);
    this.isKey = isKey;
    Object value = configs.get(AUTO_REGISTER);
    this.autoRegister = value == null || Boolean.parseBoolean(value.toString());
    idByTopic.clear();
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable ConceptEvent event) {
    if (event == null) {
      return null;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try {
      EventChecks.checkShape(event);
      out.writeBytes(new byte[WireFormat.HEADER_BYTES]);
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
      writer.write(event, encoder);
      encoder.flush();
    } catch (InvalidEventException e) {
      throw unwritable(topic, String.valueOf(e.getMessage()), e);
    } catch (IOException | RuntimeException e) {
      throw unwritable(topic, "a part of it is missing or of another type", e);
    }
    if (out.size() > EventChecks.EVENT_BYTES_MAX) {
      throw new SerializationException(
          "the event for topic "
              + topic
              + " is "
              + out.size()
              + " bytes; at most "
              + EventChecks.EVENT_BYTES_MAX
              + " are allowed");
    }
    byte[] bytes = out.toByteArray();
    ByteBuffer.wrap(bytes).put(WireFormat.MAGIC).putInt(schemaId(topic));
    return bytes;
  }

  private static SerializationException unwritable(String topic, String why, Exception cause) {
    return new SerializationException(
        "cannot write the event for topic " + topic + ": " + why, cause);
  }

  private int schemaId(String topic) {
    Integer known = idByTopic.get(topic);
    if (known != null) {
      return known;
    }
    String subject = topic + (isKey ? "-key" : "-value");
    int id =
        registry.ask(
            client ->
                autoRegister
                    ? client.register(subject, EventSchema.WIRE)
                    : client.idOf(subject, EventSchema.WIRE));
    // A producer to more topics relies on the client's cache.
    if (idByTopic.size() < TOPICS_MAX) {
      idByTopic.put(topic, id);
    }
    return id;
  }

  @Override
  public void close() {
    registry.close();
  }
}

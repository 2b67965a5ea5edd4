package dev.sutra.schemas;

import dev.sutra.schemas.avro.AssociationDeleted;
import dev.sutra.schemas.avro.AssociationUpserted;
import dev.sutra.schemas.avro.ConceptDeleted;
import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.avro.ConceptUpserted;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroDeserializerConfig;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * The event's serde over Confluent's own client and serdes, with their settings and the errors of
 * {@link ConceptEventSerde}, save that it lets bytes after the event pass. Not thread-safe.
 *
 * <p>Avro loads the event's classes by name here, so this class adds these five, and nothing else,
 * to the classes that the JVM lets Avro load.
 */
public final class ConfluentConceptEventSerde implements Serde<ConceptEvent> {
  private static final int SCHEMAS_MAX = 1000;

  private @Nullable KafkaAvroSerializer serializer;
  private @Nullable KafkaAvroDeserializer deserializer;
  // The genuine client, one for both directions.
  private io.confluent.kafka.schemaregistry.client.@Nullable SchemaRegistryClient registry;

  static {
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(),
            ClassSecurityValidator.builder()
                .add(ConceptEvent.class)
                .add(ConceptUpserted.class)
                .add(ConceptDeleted.class)
                .add(AssociationUpserted.class)
                .add(AssociationDeleted.class)
                .build()));
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    close();
    Map<String, Object> settings = new HashMap<>(configs);
    settings.put("specific.avro.reader", true);
    // The same schema text as other languages and the project's own serde register.
    settings.put("avro.remove.java.properties", true);
    KafkaAvroDeserializerConfig parsed = new KafkaAvroDeserializerConfig(settings);
    registry =
        SchemaRegistryClientFactory.newClient(
            parsed.getSchemaRegistryUrls(),
            SCHEMAS_MAX,
            List.of(new AvroSchemaProvider()),
            parsed.originalsWithPrefix(""),
            parsed.requestHeaders());
    serializer = new KafkaAvroSerializer(registry);
    serializer.configure(settings, isKey);
    deserializer = new KafkaAvroDeserializer(registry);
    deserializer.configure(settings, isKey);
  }

  @Override
  public Serializer<ConceptEvent> serializer() {
    return this::write;
  }

  @Override
  public Deserializer<ConceptEvent> deserializer() {
    return this::read;
  }

  private byte @Nullable [] write(String topic, @Nullable ConceptEvent event) {
    if (event == null) {
      return null;
    }
    try {
      EventChecks.checkShape(event);
      return configured(serializer).serialize(topic, event);
    } catch (InvalidEventException e) {
      throw new SerializationException(e.getMessage(), e);
    } catch (RuntimeException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof RestClientException answer) {
          throw told(answer);
        }
        // Writing to memory raises none: it is the network's.
        if (cause instanceof IOException io) {
          throw unavailable(io);
        }
      }
      throw e;
    }
  }

  private @Nullable ConceptEvent read(String topic, byte @Nullable [] data) {
    if (data == null) {
      return null;
    }
    if (data.length < WireFormat.HEADER_BYTES
        || data.length > EventChecks.EVENT_BYTES_MAX
        || data[0] != WireFormat.MAGIC) {
      throw new SerializationException("the value of a record of topic " + topic + " is no event");
    }
    try {
      // Asked for first, so that a failure to ask is not taken for unreadable bytes.
      configured(registry).getSchemaById(ByteBuffer.wrap(data).getInt(1));
    } catch (RestClientException e) {
      throw told(e);
    } catch (IOException e) {
      throw unavailable(e);
    }
    try {
      ConceptEvent event = (ConceptEvent) configured(deserializer).deserialize(topic, data);
      EventChecks.checkShape(event);
      return event;
    } catch (RuntimeException e) {
      throw new SerializationException(
          "cannot read the value of a record of topic "
              + topic
              + ": its bytes do not fit its schema, id "
              + Integer.toUnsignedString(ByteBuffer.wrap(data).getInt(1)),
          e);
    }
  }

  private static RuntimeException told(RestClientException answer) {
    // A registry's own 404 has one of its codes 404xx; any other tells of a wrong address.
    boolean judged =
        switch (answer.getStatus()) {
          case 404 -> answer.getErrorCode() / 100 == 404;
          case 409, 422 -> true;
          default -> false;
        };
    return judged ? new SerializationException(answer.getMessage(), answer) : unavailable(answer);
  }

  private static SchemaRegistryUnavailableException unavailable(Exception cause) {
    return new SchemaRegistryUnavailableException("the schema registry cannot be asked", cause);
  }

  private static <T> T configured(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the serde is not configured, or closed");
    }
    return part;
  }

  @Override
  public void close() {
    if (serializer != null) {
      serializer.close();
    }
    if (deserializer != null) {
      deserializer.close();
    }
    serializer = null;
    deserializer = null;
    registry = null;
  }
}

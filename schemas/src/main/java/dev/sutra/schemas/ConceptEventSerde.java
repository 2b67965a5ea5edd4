package dev.sutra.schemas;

import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.registry.SchemaRegistryClient;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** The pair of {@link ConceptEventSerializer} and {@link ConceptEventDeserializer}. */
public final class ConceptEventSerde implements Serde<ConceptEvent> {
  private final ConceptEventSerializer serializer;
  private final ConceptEventDeserializer deserializer;

  /** Creates an instance that Kafka configures. */
  public ConceptEventSerde() {
    this.serializer = new ConceptEventSerializer();
    this.deserializer = new ConceptEventDeserializer();
  }

  /** Creates an instance over a registry client, which the caller closes. */
  public ConceptEventSerde(SchemaRegistryClient registry) {
    this.serializer = new ConceptEventSerializer(registry);
    this.deserializer = new ConceptEventDeserializer(registry);
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    serializer.configure(configs, isKey);
    deserializer.configure(configs, isKey);
  }

  @Override
  public void close() {
    serializer.close();
    deserializer.close();
  }

  @Override
  public Serializer<ConceptEvent> serializer() {
    return serializer;
  }

  @Override
  public Deserializer<ConceptEvent> deserializer() {
    return deserializer;
  }
}

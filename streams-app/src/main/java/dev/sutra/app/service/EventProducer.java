package dev.sutra.app.service;

import dev.sutra.app.api.WriteReceipt;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.avro.ConceptEvent;
import java.time.Duration;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;

/** Sends events to their topic. Thread-safe. */
public final class EventProducer {
  private final RecordProducer producer;
  private final Serializer<ConceptEvent> serializer;
  private final String topic;

  public EventProducer(RecordProducer producer, Serializer<ConceptEvent> serializer, String topic) {
    this.producer = producer;
    this.serializer = serializer;
    this.topic = topic;
  }

  /**
   * Sends an event.
   *
   * @return the token of its position in the topic
   */
  WriteReceipt send(ConceptEvent event, Duration timeout) {
    RecordMetadata at =
        producer.send(
            new ProducerRecord<>(topic, ConceptEvents.key(event), serialized(event)), timeout);
    return new WriteReceipt(PositionToken.of(at.partition(), at.offset()));
  }

  /** Sends an event without waiting for the broker. */
  Future<RecordMetadata> begin(ConceptEvent event) {
    return producer.begin(new ProducerRecord<>(topic, ConceptEvents.key(event), serialized(event)));
  }

  private byte[] serialized(ConceptEvent event) {
    try {
      return serializer.serialize(topic, event);
    } catch (KafkaException e) {
      throw RecordProducer.failed(e);
    }
  }
}

package dev.sutra.app.service;

import dev.sutra.app.api.ServiceException;
import dev.sutra.app.api.WriteReceipt;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.SchemaRegistryUnavailableException;
import dev.sutra.schemas.avro.ConceptEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Sends events to the topic and waits for the broker. Thread-safe. */
public final class EventProducer implements AutoCloseable {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final int DELIVERY_TIMEOUT_MS = 10_000;

  private final Producer<String, ConceptEvent> producer;
  private final String topic;

  /**
   * Creates a producer; the broker need not be available yet.
   *
   * @param config at least {@code bootstrap.servers}
   */
  public EventProducer(
      Map<String, Object> config, Serializer<ConceptEvent> serializer, String topic) {
    Map<String, Object> all = new HashMap<>();
    all.put("client.id", "sutra-rest");
    all.put("enable.idempotence", true);
    all.put("acks", "all");
    all.put("max.block.ms", DELIVERY_TIMEOUT_MS / 2);
    all.put("request.timeout.ms", DELIVERY_TIMEOUT_MS / 2);
    all.put("delivery.timeout.ms", DELIVERY_TIMEOUT_MS);
    all.putAll(config);
    this.producer = new KafkaProducer<>(all, new StringSerializer(), serializer);
    this.topic = topic;
  }

  /**
   * Sends an event.
   *
   * @return the token of its position in the topic
   */
  WriteReceipt send(ConceptEvent event, Duration timeout) {
    try {
      RecordMetadata metadata =
          producer
              .send(new ProducerRecord<>(topic, ConceptEvents.key(event), event))
              .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new WriteReceipt(PositionToken.of(metadata.partition(), metadata.offset()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ServiceException.timeout("the request timed out");
    } catch (TimeoutException e) {
      throw ServiceException.timeout("the broker did not confirm the event in time");
    } catch (ExecutionException e) {
      throw failed(e.getCause());
    } catch (KafkaException e) {
      throw failed(e);
    }
  }

  /** Some failures are thrown by the producer, others complete its future. */
  static RuntimeException failed(@Nullable Throwable failure) {
    return switch (failure) {
      case SchemaRegistryUnavailableException e ->
          ServiceException.unavailable("the schema registry is unavailable", RETRY_AFTER);
      case SerializationException e ->
          new IllegalArgumentException(String.valueOf(e.getMessage()), e);
      case RecordTooLargeException e ->
          new IllegalArgumentException("the event is larger than the topic allows", e);
      case null, default -> ServiceException.unavailable("the broker is unavailable", RETRY_AFTER);
    };
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }
}

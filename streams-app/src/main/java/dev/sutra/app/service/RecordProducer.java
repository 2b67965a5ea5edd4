package dev.sutra.app.service;

import dev.sutra.app.api.ServiceException;
import dev.sutra.schemas.SchemaRegistryUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Sends records and waits for the broker. Thread-safe. */
public final class RecordProducer implements AutoCloseable {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final int DELIVERY_TIMEOUT_MS = 10_000;

  private final Producer<String, byte[]> producer;

  /**
   * Creates a producer; the broker need not be available yet.
   *
   * @param config at least {@code bootstrap.servers}
   */
  public RecordProducer(Map<String, Object> config) {
    Map<String, Object> all = new HashMap<>();
    all.put("client.id", "sutra-rest");
    all.put("enable.idempotence", true);
    all.put("acks", "all");
    all.put("max.block.ms", DELIVERY_TIMEOUT_MS / 2);
    all.put("request.timeout.ms", DELIVERY_TIMEOUT_MS / 2);
    all.put("delivery.timeout.ms", DELIVERY_TIMEOUT_MS);
    all.putAll(config);
    this.producer = new KafkaProducer<>(all, new StringSerializer(), new ByteArraySerializer());
  }

  /** Sends a record, and returns its position. */
  RecordMetadata send(ProducerRecord<String, byte[]> record, Duration timeout) {
    return await(begin(record), timeout);
  }

  /** Sends a record without waiting for the broker. */
  Future<RecordMetadata> begin(ProducerRecord<String, byte[]> record) {
    try {
      return producer.send(record);
    } catch (KafkaException e) {
      throw failed(e);
    }
  }

  /** Waits until the broker has a record, and returns its position. */
  static RecordMetadata await(Future<RecordMetadata> sent, Duration timeout) {
    try {
      return sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ServiceException.timeout("the request timed out");
    } catch (TimeoutException e) {
      throw ServiceException.timeout("the broker did not confirm the record in time");
    } catch (ExecutionException e) {
      throw failed(e.getCause());
    }
  }

  /** Some failures are thrown by the producer, others complete its future. */
  static RuntimeException failed(@Nullable Throwable failure) {
    return switch (failure) {
      case SchemaRegistryUnavailableException e ->
          ServiceException.unavailable("the schema registry is unavailable", RETRY_AFTER);
      case IllegalArgumentException e -> e;
      case SerializationException e ->
          new IllegalArgumentException(String.valueOf(e.getMessage()), e);
      case RecordTooLargeException e ->
          new IllegalArgumentException("the record is larger than the topic allows", e);
      case null, default -> ServiceException.unavailable("the broker is unavailable", RETRY_AFTER);
    };
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }
}

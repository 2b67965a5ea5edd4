package dev.sutra.app.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.app.topology.Topics;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.avro.ConceptEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/** Sends to the topic of events, as any producer may, bad bytes included. */
final class EventTopic implements AutoCloseable {
  private final Producer<byte[], byte[]> producer;
  private final Supplier<Serializer<ConceptEvent>> serializer;

  EventTopic(String bootstrapServers, Supplier<Serializer<ConceptEvent>> serializer) {
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.serializer = serializer;
  }

  /** Sends events; gives the token of their places. */
  String send(List<ConceptEvent> events) throws ExecutionException, InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (ConceptEvent event : events) {
      byte[] value = serializer.get().serialize(Topics.DEFAULT.events(), event);
      sent.add(producer.send(record(ConceptEvents.key(event), value)));
    }
    List<String> tokens = new ArrayList<>();
    for (Future<RecordMetadata> future : sent) {
      RecordMetadata metadata = future.get();
      tokens.add(metadata.partition() + "-" + metadata.offset());
    }
    return String.join(".", tokens);
  }

  void send(String key, byte[] value) throws ExecutionException, InterruptedException {
    producer.send(record(key, value)).get();
  }

  private static ProducerRecord<byte[], byte[]> record(String key, byte[] value) {
    return new ProducerRecord<>(Topics.DEFAULT.events(), key.getBytes(UTF_8), value);
  }

  @Override
  public void close() {
    producer.close();
  }
}

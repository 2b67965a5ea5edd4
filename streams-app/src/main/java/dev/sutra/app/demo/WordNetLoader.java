package dev.sutra.app.demo;

import dev.sutra.app.wordnet.WordNetEvents;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.avro.ConceptEvent;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends each event of WordNet to the topic exactly once, across restarts: progress is committed in
 * the same transactions as the events, as the offset of a consumer group without members.
 */
final class WordNetLoader implements AutoCloseable {
  private static final String GROUP = "sutra-demo-loader";
  private static final int TRANSACTION_EVENTS = 500;

  private final Producer<String, ConceptEvent> producer;
  private final String topic;
  private final TopicPartition progress;
  private final ConsumerGroupMetadata group;
  private final long done;

  /** Fences an earlier loader, and reads its progress. */
  WordNetLoader(String bootstrapServers, Serializer<ConceptEvent> serializer, String topic)
      throws ExecutionException, InterruptedException {
    this.topic = topic;
    this.progress = new TopicPartition(topic, 0);
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "client.id",
                GROUP,
                "transactional.id",
                GROUP,
                // While the broker rejects the first batch of a transaction because it still adds
                // the partition, later batches would arrive out of sequence. They are retried, but
                // the broker logs each as an error.
                "max.in.flight.requests.per.connection",
                1,
                "linger.ms",
                5,
                "compression.type",
                "lz4"),
            new StringSerializer(),
            serializer);
    producer.initTransactions();
    // Never subscribed: it only provides the group's metadata.
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "group.id", GROUP),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      this.group = consumer.groupMetadata();
    }
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", bootstrapServers, "client.id", GROUP))) {
      OffsetAndMetadata committed =
          admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get().get(progress);
      this.done = committed == null ? 0 : committed.offset();
    }
  }

  /** How many events have been sent in earlier sessions. */
  long done() {
    return done;
  }

  /** Receives the number of events sent, including earlier sessions. */
  @FunctionalInterface
  interface ProgressListener {
    void sent(long events);
  }

  /** Sends the remaining events of the first {@code synsets} synsets. */
  void load(WordNetEvents events, int synsets, ProgressListener listener) {
    Iterator<ConceptEvent> left = events.events(synsets).skip(done).iterator();
    long sent = done;
    while (left.hasNext() && !Thread.currentThread().isInterrupted()) {
      producer.beginTransaction();
      for (int i = 0; i < TRANSACTION_EVENTS && left.hasNext(); i++) {
        ConceptEvent event = left.next();
        // A failure to send makes the commit fail.
        var unused = producer.send(new ProducerRecord<>(topic, ConceptEvents.key(event), event));
        sent++;
      }
      producer.sendOffsetsToTransaction(Map.of(progress, new OffsetAndMetadata(sent)), group);
      producer.commitTransaction();
      listener.sent(sent);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}

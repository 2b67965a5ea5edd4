package dev.sutra.bench.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The topics of one case.
 *
 * @param bootstrapServers the broker
 * @param in events
 * @param out probes that were processed
 */
record Topics(String bootstrapServers, String in, String out) {
  /** Keys that begin with this are forwarded; those of {@link EventData} begin with c. */
  static final String PROBE = "probe-";

  /** Makes them anew. */
  static Topics create(String bootstrapServers, String name, int partitions)
      throws ExecutionException, InterruptedException {
    Topics topics = new Topics(bootstrapServers, name + "-in", name + "-out");
    try (Admin admin = topics.admin()) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(topics.in, partitions, (short) 1),
                  new NewTopic(topics.out, partitions, (short) 1)))
          .all()
          .get();
    }
    return topics;
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  /** Sends the first {@code count} events of a kind. */
  void fill(EventData data, EventData.Content content, int count)
      throws ExecutionException, InterruptedException {
    try (Producer<byte[], byte[]> producer = producer(50)) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        byte[] key = EventData.key(i).getBytes(UTF_8);
        sent.add(producer.send(new ProducerRecord<>(in, key, data.event(content, i).encode())));
      }
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
    }
  }

  /** A producer that waits so many milliseconds for a batch to fill. */
  Producer<byte[], byte[]> producer(int lingerMs) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "linger.ms",
            lingerMs,
            "batch.size",
            1 << 18,
            "buffer.memory",
            64L << 20,
            // With several batches in flight, filling a new topic stalled on batches out of order.
            "max.in.flight.requests.per.connection",
            1),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** Deletes the topics of an application, so that the disk does not fill. */
  void forget(String applicationId) throws ExecutionException, InterruptedException {
    try (Admin admin = admin()) {
      Set<String> own =
          admin.listTopics().names().get().stream()
              .filter(name -> name.startsWith(applicationId + "-"))
              .collect(Collectors.toSet());
      admin.deleteTopics(own).all().get();
    }
  }

  /** Deletes them. */
  void delete() throws ExecutionException, InterruptedException {
    try (Admin admin = admin()) {
      admin.deleteTopics(List.of(in, out)).all().get();
    }
  }
}

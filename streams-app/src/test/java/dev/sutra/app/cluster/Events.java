package dev.sutra.app.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends events for {@link CountingProgram}: nine in ten are puts, the rest deletions. */
final class Events implements AutoCloseable {
  private static final int DELETE_STEP = 10;

  private final String topic;
  private final int partitions;
  private final Random random;
  private final Producer<String, String> producer;
  private final List<Future<RecordMetadata>> open = new ArrayList<>();
  private long sent;

  Events(String servers, String application, int partitions, Random random) {
    this.topic = CountingProgram.in(application);
    this.partitions = partitions;
    this.random = random;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers, "linger.ms", 5),
            new StringSerializer(),
            new StringSerializer());
  }

  void send(int count) {
    for (int i = 0; i < count; i++) {
      send(random.nextInt(DELETE_STEP) == 0 ? "del" : "put", random.nextInt(CountingProgram.KEYS));
    }
  }

  /** Sends an event to a partition that fails when it is seen first. */
  void sendBoom(int partition) {
    int number = random.nextInt(CountingProgram.KEYS);
    while (CountingProgram.partition(number, partitions) != partition) {
      number = random.nextInt(CountingProgram.KEYS);
    }
    send("boom", number);
  }

  private void send(String kind, int number) {
    open.add(
        producer.send(
            new ProducerRecord<>(
                topic,
                CountingProgram.partition(number, partitions),
                CountingProgram.key(number),
                kind + " " + sent++)));
  }

  /** Waits until the brokers have all; gives how many were sent from the beginning. */
  long sent() throws Exception {
    producer.flush();
    for (Future<RecordMetadata> future : open) {
      future.get();
    }
    open.clear();
    return sent;
  }

  @Override
  public void close() {
    producer.close();
  }
}

package dev.sutra.app.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.app.topology.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** Reads committed dead letters from the first on. */
final class DeadLetters implements AutoCloseable {
  private final Consumer<byte[], byte[]> consumer;
  private final Map<String, String> reasons = new TreeMap<>();
  private final List<String> cuts = new ArrayList<>();

  DeadLetters(String bootstrapServers) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.DEFAULT.deadLetters()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /**
   * The reasons by the place of the record, such as {@code 3-41}, once there are as many.
   *
   * @throws AssertionError if a record was set aside twice, or is not named
   */
  Map<String, String> awaitReasons(int count) {
    Awaitility.await("dead letters")
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              consumer.poll(Duration.ofMillis(100)).forEach(this::take);
              return reasons.size() >= count;
            });
    return reasons;
  }

  /** What was cut, of the letters that are not whole. */
  List<String> cuts() {
    return cuts;
  }

  private void take(ConsumerRecord<byte[], byte[]> letter) {
    if (!header(letter, "sutra.topic").equals(Topics.DEFAULT.events())) {
      throw new AssertionError("a letter of topic " + header(letter, "sutra.topic"));
    }
    String place = header(letter, "sutra.partition") + "-" + header(letter, "sutra.offset");
    if (reasons.put(place, header(letter, "sutra.reason")) != null) {
      throw new AssertionError("set aside twice: " + place);
    }
    if (letter.headers().lastHeader("sutra.cut") != null) {
      cuts.add(header(letter, "sutra.cut"));
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    Header header = letter.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }

  @Override
  public void close() {
    consumer.close();
  }
}

package dev.sutra.app.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Knows what {@link CountingProgram} must put out and store: reads the topic of events, counts on
 * one thread, and compares the committed output, record by record, and the rows of the stores.
 */
final class Checker implements AutoCloseable {
  private static final long PATIENCE_NANOS = Duration.ofMinutes(3).toNanos();

  private final String in;
  private final int partitions;
  private final KafkaConsumer<String, String> consumer;
  private final Map<String, Long> counts = new HashMap<>();
  private final Map<Integer, Queue<String>> expected = new HashMap<>();
  private final Map<String, String> rows = new TreeMap<>();
  private final Set<String> nonces = new HashSet<>();
  private final List<String> differences = new ArrayList<>();
  private final Queue<ConsumerRecord<String, String>> outputs = new ArrayDeque<>();
  private long read;
  private long matched;

  Checker(String servers, String application, int partitions) {
    this.in = CountingProgram.in(application);
    this.partitions = partitions;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", servers,
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer());
    consumer.assign(
        Stream.of(in, CountingProgram.out(application))
            .flatMap(
                topic -> IntStream.range(0, partitions).mapToObj(i -> new TopicPartition(topic, i)))
            .toList());
  }

  /** Waits until the committed output of so many events has been compared. */
  void await(long events) throws Exception {
    await(events, () -> {});
  }

  /** The same; runs something again and again while it waits. */
  void await(long events, Meanwhile meanwhile) throws Exception {
    long start = System.nanoTime();
    long last = matched;
    while (matched < events || read < events) {
      for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
        if (record.topic().equals(in)) {
          expect(record);
        } else {
          outputs.add(record);
        }
      }
      compare();
      meanwhile.run();
      assertEquals(List.of(), differences.stream().limit(5).toList());
      if (matched > last) {
        last = matched;
        start = System.nanoTime();
      }
      assertTrue(
          System.nanoTime() - start < PATIENCE_NANOS,
          () -> "no output for three minutes; " + matched + " of " + events);
    }
    assertEquals(events, matched, "outputs");
  }

  /** What happens while outputs are awaited. */
  interface Meanwhile {
    void run() throws Exception;
  }

  private void expect(ConsumerRecord<String, String> event) {
    read++;
    String[] parts = event.value().split(" ", -1);
    long count = 0;
    if (parts[0].equals("del")) {
      counts.remove(event.key());
    } else {
      count = counts.merge(event.key(), 1L, Long::sum);
    }
    expected
        .computeIfAbsent(event.partition(), each -> new ArrayDeque<>())
        .add(event.key() + " " + parts[1] + " " + count);
  }

  /** Outputs are compared once their events have been read. */
  private void compare() {
    for (int i = outputs.size(); i > 0; i--) {
      ConsumerRecord<String, String> output = outputs.remove();
      Queue<String> wanted = expected.getOrDefault(output.partition(), new ArrayDeque<>());
      String next = wanted.poll();
      if (next == null) {
        // Its event has not been read yet, nor have those of the outputs behind it.
        outputs.add(output);
        continue;
      }
      String[] parts = output.value().split(" ", -1);
      if (!next.equals(output.key() + " " + parts[0] + " " + parts[1])) {
        differences.add(next + " was expected instead of " + output);
      }
      matched++;
      nonces.add(parts[2]);
      if (parts[1].equals("0")) {
        rows.remove(output.key());
      } else {
        rows.put(
            output.key(),
            String.join(
                " ",
                "ROW",
                output.key(),
                output.value(),
                CountingProgram.text(Long.parseLong(parts[0]))));
      }
    }
  }

  /** Fails unless these answers together hold each partition once, with what was committed. */
  void checkStores(List<List<String>> answers) {
    List<String> lines = answers.stream().flatMap(List::stream).toList();
    assertEquals(
        IntStream.range(0, partitions).mapToObj(i -> "PARTITION " + i).toList(),
        lines.stream().filter(line -> line.startsWith("PARTITION")).sorted().toList());
    assertEquals(
        List.copyOf(rows.values()).stream().sorted().toList(),
        lines.stream().filter(line -> line.startsWith("ROW")).sorted().toList());
  }

  /** Fails unless a search for the word of all texts found each concept once. */
  void checkHits(List<List<String>> answers) {
    assertEquals(
        rows.keySet().stream().map(key -> "HIT " + key).sorted().toList(),
        answers.stream()
            .flatMap(List::stream)
            .filter(line -> line.startsWith("HIT"))
            .sorted()
            .toList());
  }

  /** Fails if a row of an answer to a committed query was never committed. */
  void checkCommitted(List<String> answer) {
    for (String line : answer) {
      if (line.startsWith("ROW")) {
        String nonce = line.split(" ", -1)[4];
        assertTrue(nonces.contains(nonce), () -> "an uncommitted row was seen: " + line);
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}

package dev.sutra.bench.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.bench.report.Report;
import dev.sutra.bench.report.Scratch;
import dev.sutra.bench.report.Settings;
import dev.sutra.bench.streams.EventData.Content;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** From the start of a process after {@code kill -9} until it has served a new record. */
final class KillBench {
  private static final String NAME = "served after kill -9, eos";
  private static final int EVENTS = 1_000_000;
  private static final long SETTLE_MS = 2_000;
  private static final Duration POLL = Duration.ofMillis(10);
  private static final long PATIENCE_NANOS = Duration.ofMinutes(15).toNanos();

  private final Settings settings;
  private final Report report;
  private final EventData data;
  private final String bootstrapServers;
  private final Scratch scratch;
  private int applications;

  KillBench(
      Settings settings, Report report, EventData data, String bootstrapServers, Scratch scratch) {
    this.settings = settings;
    this.report = report;
    this.data = data;
    this.bootstrapServers = bootstrapServers;
    this.scratch = scratch;
  }

  void run() throws Exception {
    if (!settings.wants(NAME)) {
      return;
    }
    // Each process starts cold, so none warms up for another.
    Figures figures = new Figures();
    for (int round = 0; round < settings.rounds(); round++) {
      one(SutraKind.LABEL, figures);
      one(new RocksKind(false).label(), figures);
    }
    figures.reportLess(report, NAME, "served", "s");
    report.note(
        "  records read again: Sutra %.0f, RocksDB %.0f"
            .formatted(
                figures.median("restored", SutraKind.LABEL),
                figures.median("restored", new RocksKind(false).label())));
  }

  private void one(String kind, Figures figures) throws Exception {
    String id = "bench-kill-" + applications++;
    Topics topics = Topics.create(bootstrapServers, id + "-t", 1);
    topics.fill(data, Content.LARGE, settings.sized(EVENTS));
    Path state = scratch.fresh();
    TopicPartition out = new TopicPartition(topics.out(), 0);
    Process process = start(kind, topics, id, state);
    try (Producer<byte[], byte[]> producer = topics.producer(0);
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                Map.of(
                    "bootstrap.servers", bootstrapServers,
                    "isolation.level", "read_committed",
                    "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
      consumer.assign(List.of(out));
      awaitServed(topics, producer, consumer, 0);
      Thread.sleep(SETTLE_MS);
      process.destroyForcibly().waitFor();
      long start = System.nanoTime();
      process = start(kind, topics, id, state);
      awaitServed(topics, producer, consumer, 1);
      figures.add("served", kind, (System.nanoTime() - start) / 1e9);
      figures.add("restored", kind, (double) restored(process));
    } finally {
      process.destroyForcibly().waitFor();
    }
    topics.forget(id);
    Scratch.delete(state);
  }

  private static Process start(String kind, Topics topics, String id, Path state)
      throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "--add-modules",
            "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-Dlogback.configurationFile=bench-logback.xml",
            "-cp",
            System.getProperty("java.class.path"),
            ChildApplication.class.getName(),
            kind,
            topics.bootstrapServers(),
            topics.in(),
            topics.out(),
            id,
            state.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Sends probes of a generation until one of them comes out. */
  private void awaitServed(
      Topics topics,
      Producer<byte[], byte[]> producer,
      KafkaConsumer<byte[], byte[]> consumer,
      int generation)
      throws Exception {
    Random random = new Random(generation);
    byte[] value = data.event(Content.LARGE, random.nextInt(settings.sized(EVENTS))).encode();
    String prefix = Topics.PROBE + generation + "-";
    long start = System.nanoTime();
    for (int i = 0; System.nanoTime() - start < PATIENCE_NANOS; i++) {
      byte[] key = (prefix + i % 100).getBytes(UTF_8);
      producer.send(new ProducerRecord<>(topics.in(), key, value)).get();
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (new String(record.key(), UTF_8).startsWith(prefix)) {
          return;
        }
      }
    }
    throw new IllegalStateException("nothing was served within a quarter of an hour");
  }

  private static long restored(Process process) throws IOException {
    BufferedReader lines = process.inputReader(UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(ChildApplication.RESTORED)) {
        return Long.parseLong(line.substring(ChildApplication.RESTORED.length()));
      }
    }
    throw new IllegalStateException("the process ended");
  }
}

package dev.sutra.bench.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.bench.report.Report;
import dev.sutra.bench.report.Sample;
import dev.sutra.bench.report.Scratch;
import dev.sutra.bench.report.Settings;
import dev.sutra.bench.streams.EventData.Content;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** How long after it was produced an event is found, by a word that only it has. */
final class LatencyBench {
  private static final String NAME = "produce to searchable, eos";
  private static final int EVENTS = 100_000;
  private static final int PRODUCED = 2_000;
  private static final double MICROS_PER_MS = 1e3;
  private static final long PATIENCE_NANOS = Duration.ofMinutes(1).toNanos();

  private final Settings settings;
  private final Report report;
  private final EventData data;
  private final String bootstrapServers;
  private final Scratch scratch;
  private int applications;

  LatencyBench(
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
    Figures figures = new Figures();
    for (int round = 0; round <= settings.rounds(); round++) {
      Figures kept = round == 0 ? new Figures() : figures;
      one(new SutraKind(), kept);
      one(new RocksKind(false), kept);
      one(new LuceneKind(scratch.fresh()), kept);
    }
    figures.reportLess(report, NAME, "p50", "ms");
    figures.reportLess(report, NAME, "p99", "ms");
  }

  private void one(StoreKind kind, Figures figures) throws Exception {
    String id = "bench-latency-" + applications++;
    int events = settings.sized(EVENTS);
    Topics topics = Topics.create(bootstrapServers, id + "-t", 1);
    topics.fill(data, Content.TEXT, events);
    Path state = scratch.fresh();
    Progress progress = new Progress(events);
    Sample sample = new Sample();
    try (Application application =
            new Application(topics, kind, 1, progress, Application.settings(id, state, true));
        Producer<byte[], byte[]> producer = topics.producer(0)) {
      application.start();
      progress.await();
      for (int i = 0; i < settings.sized(PRODUCED); i++) {
        String key = "late-" + i;
        // Of digits, so that no analyzer shortens it.
        String word = "zq" + i;
        byte[] value =
            new Event("", word + " " + data.event(Content.TEXT, i).text(), new float[0]).encode();
        long start = System.nanoTime();
        producer.send(new ProducerRecord<>(topics.in(), key.getBytes(UTF_8), value)).get();
        while (!kind.finds(application.streams(), word, key)) {
          if (System.nanoTime() - start > PATIENCE_NANOS) {
            throw new IllegalStateException(kind.label() + " does not find " + key);
          }
        }
        sample.add(start, 1);
      }
    }
    figures.add("p50", kind.label(), sample.percentileMicros(50) / MICROS_PER_MS);
    figures.add("p99", kind.label(), sample.percentileMicros(99) / MICROS_PER_MS);
    topics.forget(id);
    Scratch.delete(state);
  }
}

package dev.sutra.bench.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.bench.report.Report;
import dev.sutra.bench.report.Scratch;
import dev.sutra.bench.report.Settings;
import dev.sutra.bench.streams.EventData.Content;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.StreamsConfig;

/**
 * From the start of a second instance until it has processed a new event of the partition that it
 * takes over, with and without standbys for all partitions.
 */
final class SecondInstanceBench {
  private static final String NAME = "second instance, eos";
  private static final String METRIC = "served";
  private static final String RESTORED = "restored";
  private static final int PARTITIONS = 2;
  private static final int EVENTS = 200_000;
  private static final int HEARTBEAT_MS = 500;
  private static final long SETTLE_MS = 2_000;
  private static final long PAUSE_MS = 10;

  private final Settings settings;
  private final Report report;
  private final EventData data;
  private final String bootstrapServers;
  private final Scratch scratch;
  private int applications;

  SecondInstanceBench(
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
    for (int standbys = 0; standbys <= 1; standbys++) {
      Figures figures = new Figures();
      for (int round = 0; round <= settings.rounds(); round++) {
        Figures kept = round == 0 ? new Figures() : figures;
        one(new SutraKind(), new SutraKind(), standbys, kept);
        one(new RocksKind(false), new RocksKind(false), standbys, kept);
      }
      String name = NAME + (standbys == 0 ? ", no standbys" : ", a standby each");
      figures.reportLess(report, name, METRIC, "s");
      report.note(
          "  records that it restored: Sutra %.0f, RocksDB %.0f"
              .formatted(
                  figures.median(RESTORED, SutraKind.LABEL),
                  figures.median(RESTORED, new RocksKind(false).label())));
    }
  }

  private void one(StoreKind firstKind, StoreKind secondKind, int standbys, Figures figures)
      throws Exception {
    String id = "bench-second-" + applications++;
    int events = settings.sized(EVENTS);
    Topics topics = Topics.create(bootstrapServers, id + "-t", PARTITIONS);
    topics.fill(data, Content.LARGE, events);
    Path firstState = scratch.fresh();
    Path secondState = scratch.fresh();
    Progress all = new Progress(events);
    Progress served = new Progress(1);
    try (Application first =
            new Application(topics, firstKind, 1, all, member(id, "one", firstState, standbys));
        Application second =
            new Application(
                topics, secondKind, 1, served, member(id, "two", secondState, standbys))) {
      first.start();
      all.await();
      Thread.sleep(SETTLE_MS);
      AtomicBoolean isServed = new AtomicBoolean();
      Thread probes = Thread.ofPlatform().start(() -> probe(topics, isServed));
      try {
        long start = System.nanoTime();
        second.start();
        served.await();
        figures.add(METRIC, firstKind.label(), (System.nanoTime() - start) / 1e9);
      } finally {
        isServed.set(true);
        probes.join();
      }
      figures.add(RESTORED, firstKind.label(), (double) second.restored());
    }
    topics.forget(id);
    Scratch.delete(firstState);
    Scratch.delete(secondState);
  }

  private static Map<String, Object> member(String id, String name, Path state, int standbys) {
    Map<String, Object> settings = new HashMap<>(Application.settings(id, state, true));
    settings.put(StreamsConfig.mainConsumerPrefix("group.instance.id"), name);
    // The first instance learns of the second by a heartbeat.
    settings.put(StreamsConfig.mainConsumerPrefix("heartbeat.interval.ms"), HEARTBEAT_MS);
    settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
    // The second gets its half at once. Otherwise it would wait for a probing rebalance, which
    // takes a minute whatever the store does.
    settings.put(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, Long.MAX_VALUE);
    return settings;
  }

  /** Sends an event to each partition now and then. */
  private void probe(Topics topics, AtomicBoolean isServed) {
    byte[] value = data.event(Content.LARGE, 0).encode();
    try (Producer<byte[], byte[]> producer = topics.producer(0)) {
      for (int i = 0; !isServed.get(); i++) {
        byte[] key = (Topics.PROBE + i % 100).getBytes(UTF_8);
        for (int partition = 0; partition < PARTITIONS; partition++) {
          producer.send(new ProducerRecord<>(topics.in(), partition, key, value)).get();
        }
        Thread.sleep(PAUSE_MS);
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("no more events are sent", e);
    }
  }
}

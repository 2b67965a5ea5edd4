package dev.sutra.bench.streams;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.sutra.bench.report.Report;
import dev.sutra.bench.report.Scratch;
import dev.sutra.bench.report.Settings;
import dev.sutra.bench.streams.EventData.Content;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.StoreBuilder;

/** What many stores in one task cost: memory, files, threads, and the time of a start. */
final class StoresBench {
  private static final int SMALL = 50;
  private static final int FULL = 256_000;
  private static final double MIB = 1 << 20;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Settings settings;
  private final Report report;
  private final EventData data;
  private final String bootstrapServers;
  private final Scratch scratch;
  private int applications;

  StoresBench(
      Settings settings, Report report, EventData data, String bootstrapServers, Scratch scratch) {
    this.settings = settings;
    this.report = report;
    this.data = data;
    this.bootstrapServers = bootstrapServers;
    this.scratch = scratch;
  }

  void run() throws Exception {
    for (int stores : new int[] {64, 256}) {
      for (int events : new int[] {0, SMALL, FULL / stores}) {
        String name =
            stores + " stores" + (events == 0 ? ", empty" : ", " + events + " events each");
        if (settings.wants(name)) {
          measure(name, stores, events);
        }
      }
    }
  }

  private void measure(String name, int stores, int events) throws Exception {
    Figures figures = new Figures();
    for (int round = 0; round <= settings.rounds(); round++) {
      Figures kept = round == 0 ? new Figures() : figures;
      one(new SutraKind(), stores, events, kept);
      one(new RocksKind(false), stores, events, kept);
    }
    figures.reportLess(report, name, "start", "s");
    figures.reportLess(report, name, "heap", "MiB");
    figures.reportLess(report, name, "files", "");
    figures.reportLess(report, name, "threads", "");
  }

  private void one(StoreKind kind, int stores, int eventsOfStore, Figures figures)
      throws Exception {
    String id = "bench-stores-" + applications++;
    Topics topics = Topics.create(bootstrapServers, id + "-t", 1);
    int events = stores * eventsOfStore;
    topics.fill(data, Content.TEXT, events);
    Path state = scratch.fresh();
    StoreKind unlogged = new Unlogged(kind);
    if (events > 0) {
      Progress progress = new Progress(events);
      try (Application first = application(topics, unlogged, stores, progress, id, state)) {
        first.start();
        progress.await();
      }
    }
    Cost before = Cost.now();
    long start = System.nanoTime();
    try (Application application =
        application(topics, unlogged, stores, new Progress(events), id, state)) {
      application.start();
      double seconds = (application.awaitRunning() - start) / NANOS_PER_SECOND;
      Cost with = Cost.now();
      figures.add("start", kind.label(), seconds);
      figures.add("heap", kind.label(), (with.heapBytes - before.heapBytes) / MIB);
      figures.add("files", kind.label(), (double) (with.files - before.files));
      figures.add("threads", kind.label(), (double) (with.threads - before.threads));
    }
    topics.forget(id);
    Scratch.delete(state);
  }

  private static Application application(
      Topics topics, StoreKind kind, int stores, Progress progress, String id, Path state) {
    return new Application(topics, kind, stores, progress, Application.settings(id, state, true));
  }

  /** What the process uses. */
  private record Cost(long heapBytes, long files, long threads) {
    static Cost now() {
      long heap = Long.MAX_VALUE;
      for (int i = 0; i < 3; i++) {
        System.gc();
        heap = Math.min(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      }
      long files =
          ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
              ? unix.getOpenFileDescriptorCount()
              : 0;
      return new Cost(heap, files, ManagementFactory.getThreadMXBean().getThreadCount());
    }
  }

  /** Without changelogs: their topics would cost the broker, which is in this process, more. */
  private record Unlogged(StoreKind kind) implements StoreKind {
    @Override
    public String label() {
      return kind.label();
    }

    @Override
    public List<StoreBuilder<?>> builders(int count) {
      List<StoreBuilder<?>> builders = kind.builders(count);
      builders.forEach(StoreBuilder::withLoggingDisabled);
      return builders;
    }

    @Override
    public EventWriter open(ProcessorContext<byte[], byte[]> context, int count) {
      return kind.open(context, count);
    }

    @Override
    public KafkaStreams application(Topology topology, Properties properties) {
      return kind.application(topology, properties);
    }

    @Override
    public boolean has(KafkaStreams streams, String key) {
      return kind.has(streams, key);
    }

    @Override
    public void check(KafkaStreams streams, int keys) {
      kind.check(streams, keys);
    }

    @Override
    public boolean finds(KafkaStreams streams, String word, String key) {
      return kind.finds(streams, word, key);
    }
  }
}

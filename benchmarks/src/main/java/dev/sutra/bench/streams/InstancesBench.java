package dev.sutra.bench.streams;

import dev.sutra.bench.report.Report;
import dev.sutra.bench.report.Sample;
import dev.sutra.bench.report.Scratch;
import dev.sutra.bench.report.Settings;
import dev.sutra.bench.streams.EventData.Content;
import dev.sutra.engine.EngineStats;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.kafka.ConceptQuery.SimilarTo;
import dev.sutra.kafka.ConceptQuery.TextMatches;
import dev.sutra.kafka.ConceptQuery.TextStatistics;
import dev.sutra.kafka.routing.PartitionsUnavailableException;
import dev.sutra.kafka.routing.QueryOptions;
import dev.sutra.text.query.CorpusStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Three instances on this machine with a partition each: the time of a question to one of them,
 * beside that of the slowest partition's own answer.
 */
final class InstancesBench {
  private static final String NAME = "three instances";
  private static final String SLOWEST = "its slowest partition";
  private static final int COUNT = 3;
  private static final int EVENTS = 150_000;
  private static final int QUESTIONS = 2_000;
  private static final int LIMIT = 10;
  private static final int WORDS = 3;
  private static final double MICROS_PER_MS = 1e3;
  private static final long PATIENCE_NANOS = Duration.ofMinutes(30).toNanos();

  private final Settings settings;
  private final Report report;
  private final EventData data;
  private final String bootstrapServers;
  private final Scratch scratch;
  private final List<GroupedInstance> instances = new ArrayList<>();
  // By partition.
  private final List<GroupedInstance> holders = new ArrayList<>();

  InstancesBench(
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
    String id = "bench-instances";
    Topics topics = Topics.create(bootstrapServers, id + "-t", COUNT);
    int events = settings.sized(EVENTS);
    topics.fill(data, Content.LARGE, events);
    try {
      for (int i = 0; i < COUNT; i++) {
        instances.add(new GroupedInstance(topics, id, scratch.fresh(), COUNT));
      }
      awaitEvents(EventData.distinctKeys(events));
      measure("similar", this::similar, this::ownSimilar);
      measure("search", this::search, this::ownSearch);
    } finally {
      instances.forEach(GroupedInstance::close);
    }
    topics.forget(id);
  }

  /** Waits until each instance holds a partition, and all events are there and indexed. */
  private void awaitEvents(int keys) throws InterruptedException {
    long start = System.nanoTime();
    while (!isReady(keys)) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new IllegalStateException("three instances do not hold " + keys + " concepts");
      }
      Thread.sleep(500);
    }
    // What is still merged would be measured, too.
    Thread.sleep(5_000);
  }

  private boolean isReady(int keys) {
    holders.clear();
    for (int partition = 0; partition < COUNT; partition++) {
      int asked = partition;
      instances.stream().filter(each -> each.isActive(asked)).findFirst().ifPresent(holders::add);
    }
    if (Set.copyOf(holders).size() < COUNT) {
      return false;
    }
    try {
      return instances.getFirst().queries().stats(QueryOptions.DEFAULT).value().values().stream()
              .mapToLong(EngineStats::concepts)
              .sum()
          == keys;
    } catch (PartitionsUnavailableException e) {
      return false;
    }
  }

  private interface Own {
    void ask(int partition, int question);
  }

  private void measure(String name, IntConsumer all, Own own) {
    Figures figures = new Figures();
    int questions = settings.sized(QUESTIONS);
    for (int round = 0; round <= settings.rounds(); round++) {
      Figures kept = round == 0 ? new Figures() : figures;
      Sample together = new Sample();
      Sample[] alone = new Sample[COUNT];
      for (int partition = 0; partition < COUNT; partition++) {
        alone[partition] = new Sample();
      }
      for (int i = 0; i < questions; i++) {
        long start = System.nanoTime();
        all.accept(i);
        together.add(start, 1);
        for (int partition = 0; partition < COUNT; partition++) {
          long ownStart = System.nanoTime();
          own.ask(partition, i);
          alone[partition].add(ownStart, 1);
        }
      }
      for (int percent : new int[] {50, 99}) {
        kept.add(
            "p" + percent, SutraKind.LABEL, together.percentileMicros(percent) / MICROS_PER_MS);
        double slowest = 0;
        for (Sample each : alone) {
          slowest = Math.max(slowest, each.percentileMicros(percent) / MICROS_PER_MS);
        }
        kept.add("p" + percent, SLOWEST, slowest);
      }
    }
    figures.reportLess(report, NAME + ", " + name, "p50", "ms");
    figures.reportLess(report, NAME + ", " + name, "p99", "ms");
  }

  private SimilarQuery nearest(int question) {
    return new SimilarQuery(
        data.event(Content.LARGE, question * 7).vector(), LIMIT, -1, false, null);
  }

  private void similar(int question) {
    instances.getFirst().queries().similar(nearest(question), QueryOptions.DEFAULT);
  }

  private void ownSimilar(int partition, int question) {
    holders.get(partition).own(partition, new SimilarTo(nearest(question)));
  }

  /** A few words of a text. */
  private String words(int question) {
    String[] words = data.event(Content.TEXT, question * 7).text().split(" ", -1);
    Random random = new Random(question);
    StringBuilder some = new StringBuilder();
    for (int i = 0; i < WORDS; i++) {
      some.append(words[random.nextInt(words.length)]).append(' ');
    }
    return some.toString();
  }

  private void search(int question) {
    instances
        .getFirst()
        .queries()
        .search(new TextSearch(words(question), LIMIT, null), QueryOptions.DEFAULT);
  }

  /** Both steps of a search, as the other instances are asked for them. */
  private void ownSearch(int partition, int question) {
    String words = words(question);
    CorpusStatistics corpus = holders.get(partition).own(partition, new TextStatistics(words));
    holders.get(partition).own(partition, new TextMatches(new TextSearch(words, LIMIT, corpus)));
  }
}

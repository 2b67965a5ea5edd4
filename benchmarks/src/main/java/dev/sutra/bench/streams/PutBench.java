package dev.sutra.bench.streams;

import dev.sutra.bench.report.Report;
import dev.sutra.bench.report.Scratch;
import dev.sutra.bench.report.Settings;
import dev.sutra.bench.streams.EventData.Content;
import dev.sutra.engine.EngineStats;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Events a second through {@code put}, and the restore of what was put. */
final class PutBench {
  private static final int TEXTS = 300_000;
  private static final int VECTORS = 100_000;
  private static final int LUCENE_VECTORS = 20_000;
  private static final int QUICK_STEP = 5;
  private static final double CODED = 0.9;

  private final Settings settings;
  private final Report report;
  private final EventData data;
  private final String bootstrapServers;
  private final Scratch scratch;
  private int applications;

  PutBench(
      Settings settings, Report report, EventData data, String bootstrapServers, Scratch scratch) {
    this.settings = settings;
    this.report = report;
    this.data = data;
    this.bootstrapServers = bootstrapServers;
    this.scratch = scratch;
  }

  void run() throws Exception {
    for (Content content : List.of(Content.PLAIN, Content.TEXT, Content.VECTOR)) {
      for (boolean exactlyOnce : new boolean[] {false, true}) {
        String put = "put " + content.label() + (exactlyOnce ? ", eos" : ", alo");
        String restore = "restore " + content.label();
        // The changelog holds the same records under both guarantees.
        boolean restores = exactlyOnce && settings.wants(restore);
        if (settings.wants(put) || restores) {
          measure(content, exactlyOnce, put, restores ? restore : "");
        }
      }
    }
  }

  private void measure(Content content, boolean exactlyOnce, String put, String restore)
      throws Exception {
    int full = content == Content.VECTOR ? VECTORS : TEXTS;
    int count = settings.quick() ? full / QUICK_STEP : full;
    int lucene =
        content == Content.VECTOR
            ? settings.quick() ? LUCENE_VECTORS / QUICK_STEP : LUCENE_VECTORS
            : count;
    Figures figures = new Figures();
    for (int round = 0; round <= settings.rounds(); round++) {
      Figures kept = round == 0 ? new Figures() : figures;
      one(new SutraKind(), content, count, exactlyOnce, restore, kept);
      one(new RocksKind(false), content, count, exactlyOnce, restore, kept);
      if (!settings.quick() && restore.isEmpty()) {
        one(new RocksKind(true), content, count, exactlyOnce, restore, kept);
      }
      if (content != Content.PLAIN) {
        one(new LuceneKind(scratch.fresh()), content, lucene, exactlyOnce, restore, kept);
      }
    }
    figures.reportRates(report, put, "put", "events/s");
    if (!restore.isEmpty()) {
      figures.reportRates(report, restore, "restore", "records/s");
      figures.reportLess(report, restore, "to running", "s");
      figures.reportRates(report, restore + ", indexed", "indexed", "records/s");
      if (content != Content.PLAIN) {
        report.note(
            String.format(
                Locale.ROOT,
                "  Sutra, from the begin of the restore: a key %.2f s, all searchable %.2f s,"
                    + " 90 %% of vectors coded %.2f s",
                figures.median("key", SutraKind.LABEL),
                figures.median("searched", SutraKind.LABEL),
                figures.median("coded", SutraKind.LABEL)));
      }
    }
  }

  private void one(
      StoreKind kind,
      Content content,
      int count,
      boolean exactlyOnce,
      String restore,
      Figures figures)
      throws Exception {
    String id = "bench-put-" + applications++;
    Path state = scratch.fresh();
    Topics topics = Topics.create(bootstrapServers, id + "-t", 1);
    topics.fill(data, content, count);
    Map<String, Object> own = Application.settings(id, state, exactlyOnce);
    int keys = EventData.distinctKeys(count);
    Progress progress = new Progress(count);
    try (Application application = new Application(topics, kind, 1, progress, own)) {
      application.start();
      progress.await();
      kind.check(application.streams(), keys);
    }
    figures.add("put", kind.label(), progress.rate());
    if (!restore.isEmpty()) {
      Scratch.delete(state);
      restore(topics, kind, keys, own, figures);
    }
    topics.forget(id);
    Scratch.delete(state);
  }

  /** An index of Lucene has to be built from the rows. */
  private void restore(
      Topics topics, StoreKind used, int keys, Map<String, Object> own, Figures figures)
      throws Exception {
    StoreKind kind =
        switch (used) {
          case LuceneKind _ -> new LuceneKind(scratch.fresh());
          case RocksKind _ -> new RocksKind(false);
          default -> new SutraKind();
        };
    try (Application application =
        new Application(topics, kind, 1, new Progress(Integer.MAX_VALUE), own)) {
      long start = System.nanoTime();
      application.start();
      long running = application.awaitRunning();
      long began = application.restoreBeganNanos();
      figures.add("restore", kind.label(), application.restoreRate());
      figures.add("to running", kind.label(), (running - start) / 1e9);
      if (!kind.has(application.streams(), EventData.key(0))) {
        throw new IllegalStateException(kind.label() + " runs but lacks a key");
      }
      figures.add("key", kind.label(), seconds(began));
      kind.finds(application.streams(), "domestic", EventData.key(0));
      figures.add("searched", kind.label(), seconds(began));
      if (kind instanceof SutraKind) {
        awaitCodes(application);
        figures.add("coded", kind.label(), seconds(began));
      }
      // An index of Lucene is complete when the task runs.
      figures.add("indexed", kind.label(), application.restored() / seconds(began));
      kind.check(application.streams(), keys);
    }
  }

  private static void awaitCodes(Application application) throws InterruptedException {
    while (SutraKind.stats(application.streams()).filter(PutBench::areCoded).isEmpty()) {
      Thread.sleep(10);
    }
  }

  private static boolean areCoded(EngineStats stats) {
    return stats.similarity().coded() >= CODED * stats.vectors();
  }

  private static double seconds(long fromNanos) {
    return (System.nanoTime() - fromNanos) / 1e9;
  }
}

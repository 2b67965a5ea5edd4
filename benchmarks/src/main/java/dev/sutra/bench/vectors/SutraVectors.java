package dev.sutra.bench.vectors;

import dev.sutra.bench.report.Sample;
import dev.sutra.engine.Durability;
import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.EngineStats;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.StorageEngine;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * The vectors as concepts of a store, searched as an application does: each search takes a snapshot
 * and gets ids. An effort is a recall in thousandths.
 *
 * <p>The store is filled in batches and left to itself: it flushes, learns, codes and merges as it
 * does anywhere. The build ends when nothing is left to do.
 */
final class SutraVectors implements VectorIndex {
  private static final int BATCH = 100;
  private static final int QUIET_MILLIS = 300;
  private static final long POLL_NANOS = 5_000_000;
  private static final int CODED_MIN = 4096;
  private static final int UNCODED_MAX = 1024;

  private final VectorSet set;
  private final StorageEngine engine;
  private final double buildSeconds;
  private final double writeSeconds;

  public SutraVectors(Path directory, VectorSet set) throws IOException {
    this.set = set;
    this.engine =
        StorageEngine.open(
            directory,
            EngineOptions.standalone(set.dimension())
                .withSimilarity(set.similarity())
                .withDurability(Durability.PROCESS));
    long start = System.nanoTime();
    write();
    engine.flush();
    this.writeSeconds = (System.nanoTime() - start) / 1e9;
    this.buildSeconds = (awaitQuiet() - start) / 1e9;
  }

  private void write() {
    RowBatch rows = new RowBatch();
    for (int i = 0; i < set.base().size(); i++) {
      add(i, set.base().get(i), rows);
      if (rows.size() == BATCH || i == set.base().size() - 1) {
        engine.apply(rows);
        rows = new RowBatch();
      }
    }
  }

  private static void add(int number, float[] vector, RowBatch rows) {
    Concept concept =
        Concept.builder(id(number))
            .vector(vector)
            .attribute("half", number % 2)
            .attribute("tenth", number % 10)
            .attribute("hundredth", number % 100)
            .attribute("thousandth", number % 1_000)
            .updatedAt(number)
            .build();
    rows.put(RowKeys.concept(concept.id()), ConceptRow.encode(concept, null));
  }

  private static String id(int number) {
    return String.format(Locale.ROOT, "%08d", number);
  }

  /** Writes a vector over another. */
  public void put(int number, float[] vector) {
    RowBatch rows = new RowBatch();
    add(number, vector, rows);
    engine.apply(rows);
  }

  public void delete(int number) {
    engine.delete(id(number));
  }

  /** Writes what is in memory to a segment and waits until background work is over. */
  public void settle() {
    engine.flush();
    awaitQuiet();
  }

  /** Waits until background work is over, and returns since when it has been. */
  private long awaitQuiet() {
    long quietSince = System.nanoTime();
    long done = -1;
    while (true) {
      EngineStats stats = engine.stats();
      long now = stats.maintenance().compactions();
      if (now != done || stats.maintenance().compactionsRunning() > 0 || !isCoded(stats)) {
        done = now;
        quietSince = System.nanoTime();
      } else if (System.nanoTime() - quietSince > QUIET_MILLIS * 1_000_000L) {
        return quietSince;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Whether all is coded but a segment that is too small for it. */
  private static boolean isCoded(EngineStats stats) {
    long open = stats.similarity().vectors() - stats.similarity().coded();
    return stats.similarity().vectors() < CODED_MIN || open < UNCODED_MAX;
  }

  @Override
  public String name() {
    return "Sutra";
  }

  @Override
  public double buildSeconds() {
    return buildSeconds;
  }

  /** How the store lies there. */
  public String state() {
    EngineStats stats = engine.stats();
    return String.format(
        Locale.ROOT,
        "written in %.2f s; %d segments, %d compactions, %,d of %,d vectors coded",
        writeSeconds,
        stats.segments(),
        stats.maintenance().compactions(),
        stats.similarity().coded(),
        stats.similarity().vectors());
  }

  @Override
  public long diskBytes() {
    return engine.stats().diskBytes();
  }

  @Override
  public long residentBytes() {
    return engine.stats().similarity().residentBytes();
  }

  @Override
  public int[] efforts() {
    return new int[] {
      700, 800, 850, 860, 870, 880, 900, 920, 940, 950, 960, 970, 980, 985, 990, 995, 998
    };
  }

  @Override
  public Sample search(int effort, int[][] found) {
    return search(effort, false, ConceptFilter.NONE, found);
  }

  public Sample search(int effort, boolean exact, ConceptFilter filter, int[][] found) {
    Sample sample = new Sample();
    for (int i = 0; i < found.length; i++) {
      SimilarQuery query =
          new SimilarQuery(set.queries().get(i), VectorSet.K, Float.NEGATIVE_INFINITY, exact, null)
              .withTargetRecall(effort / 1000.0)
              .withFilter(filter);
      long start = System.nanoTime();
      List<Hit> hits;
      try (Snapshot snapshot = engine.snapshot()) {
        hits = snapshot.similar(query).items();
      }
      sample.add(start, 1);
      found[i] = hits.stream().mapToInt(hit -> Integer.parseInt(hit.id())).toArray();
    }
    return sample;
  }

  @Override
  public void close() {
    engine.close();
  }
}

package dev.sutra.bench;

import dev.sutra.bench.report.Scratch;
import dev.sutra.bench.report.Settings;
import dev.sutra.engine.Durability;
import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.EngineStats;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.StorageEngine;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowKeys;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Shows that the heap is bounded: loads concepts with a text as long as a gloss of WordNet and a
 * vector of 384 components, overwrites and deletes some, merges, asks, opens again and asks again.
 * Fails if an answer is wrong; the heap is what the virtual machine is given:
 *
 * <pre>
 * BENCH_OPTS="-Xms512m -Xmx512m" bin/bench heap
 * BENCH_OPTS="-Xms512m -Xmx512m" bin/bench heap --quick
 * </pre>
 *
 * <p>A million concepts take minutes, and up to 5 GB of the directory for temporary files while
 * they are merged; {@code --quick} a tenth.
 */
final class BoundedHeap {
  private static final int CONCEPTS = 1_000_000;
  private static final int DIMENSION = 384;
  private static final int BATCH = 100;
  private static final int WORDS = 60_000;
  private static final int WORDS_PER_TEXT = 12;
  private static final int OVERWRITE_EVERY = 10;
  private static final int DELETE_EVERY = 100;
  private static final int LIMIT = 10;

  private final int concepts;
  private final Random random = new Random(1);
  private long started = System.nanoTime();

  BoundedHeap(Settings settings) {
    this.concepts = settings.sized(CONCEPTS);
  }

  void run() throws Exception {
    EngineOptions options = EngineOptions.standalone(DIMENSION).withDurability(Durability.NONE);
    try (Scratch scratch = new Scratch()) {
      Path directory = scratch.fresh();
      try (StorageEngine engine = StorageEngine.open(directory, options)) {
        change(engine);
        step("written", engine);
        engine.compact();
        step("compacted", engine);
        ask(engine);
        step("asked", engine);
      }
      try (StorageEngine engine = StorageEngine.open(directory, options)) {
        step("opened again", engine);
        ask(engine);
        step("asked", engine);
      }
    }
  }

  private void change(StorageEngine engine) {
    RowBatch rows = new RowBatch();
    for (int i = 0; i < concepts; i++) {
      put(rows, i);
      if (i % OVERWRITE_EVERY == 0) {
        put(rows, random.nextInt(i + 1));
      }
      if (rows.size() >= BATCH) {
        engine.apply(rows);
        rows.clear();
      }
    }
    engine.apply(rows);
    rows.clear();
    for (int i = 0; i < concepts; i += DELETE_EVERY) {
      rows.delete(RowKeys.concept(id(i)));
    }
    engine.apply(rows);
  }

  private void put(RowBatch rows, int number) {
    Concept concept =
        Concept.builder(id(number)).text(text(number)).vector(vector()).updatedAt(number).build();
    rows.put(RowKeys.concept(id(number)), ConceptRow.encode(concept, null));
  }

  private void ask(StorageEngine engine) {
    try (Snapshot snapshot = engine.snapshot()) {
      int deleted = (concepts + DELETE_EVERY - 1) / DELETE_EVERY;
      require(snapshot.stats().concepts() == concepts - deleted, "number of concepts");
      for (int i = 1; i < concepts; i += concepts / 100) {
        Concept found = snapshot.concept(id(i));
        require((found == null) == (i % DELETE_EVERY == 0), id(i));
        List<Hit> hits = snapshot.search(new TextSearch("only" + i, LIMIT, null));
        require(hits.size() == (found == null ? 0 : 1), "the text of " + id(i));
        float[] vector = found == null ? null : found.vector();
        if (vector != null && i < concepts / 20) {
          SimilarQuery query = new SimilarQuery(vector, LIMIT, Float.NEGATIVE_INFINITY, true, null);
          List<Hit> near = snapshot.similar(query).items();
          require(near.size() == LIMIT, "nearest concepts");
          require(near.getFirst().id().equals(id(i)), "the nearest is the concept itself");
        }
      }
    }
  }

  private void step(String what, StorageEngine engine) {
    EngineStats stats = engine.stats();
    System.out.printf(
        Locale.ROOT,
        "%-12s %7.1f s  %,d concepts, %d segments, %,d MB on disk, write amplification %.1f,"
            + " heap of %,d MB%n",
        what,
        (System.nanoTime() - started) / 1e9,
        stats.concepts(),
        stats.segments(),
        stats.diskBytes() >> 20,
        stats.maintenance().writeAmplification(),
        Runtime.getRuntime().maxMemory() >> 20);
    started = System.nanoTime();
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what + ": wrong");
    }
  }

  private static String id(int number) {
    return String.format(Locale.ROOT, "n%08d", number);
  }

  private String text(int number) {
    StringBuilder text = new StringBuilder("only" + number);
    for (int i = 0; i < WORDS_PER_TEXT; i++) {
      double skewed = Math.pow(random.nextDouble(), 3);
      text.append(" w").append(Integer.toString((int) (skewed * WORDS), Character.MAX_RADIX));
    }
    return text.toString();
  }

  private float[] vector() {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = random.nextFloat() - 0.5f;
    }
    return vector;
  }
}

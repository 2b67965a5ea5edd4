package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.CrashStorage;
import dev.sutra.lsm.core.TreeLimits;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.vector.Similarity;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small memtables under random writes, so that several compactions run at once, against plain maps.
 * More runs: {@code -Dsutra.compaction.runs=N}.
 */
class ParallelCompactionTest {
  private static final int OPERATIONS = 3_000;
  private static final int IDS = 60;
  private static final String PADDING = "word ".repeat(400);

  private final CrashStorage storage = new CrashStorage();

  static LongStream seeds() {
    return LongStream.range(0, Integer.getInteger("sutra.compaction.runs", 4));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void mergesChangeNoAnswer(long seed) throws IOException {
    Random random = new Random(seed);
    boolean outerLog = random.nextBoolean();
    EngineOptions base = outerLog ? EngineOptions.underOuterLog(2) : EngineOptions.standalone(2);
    EngineOptions options = base.withAnalyzer("standard").withMemtableBytesMax(64 * 1024);
    ReferenceStore model = new ReferenceStore(TextAnalyzer.named("standard"), Similarity.COSINE);
    TreeLimits limits = new TreeLimits(4 + random.nextInt(8), 16, 3, 1, 10);
    try (StorageEngine engine = StorageEngine.open(storage, options, limits)) {
      Deque<Snapshot> pinned = new ArrayDeque<>();
      Deque<ReferenceStore> then = new ArrayDeque<>();
      for (int i = 0; i < OPERATIONS; i++) {
        step(engine, model, random, i);
        if (i % 300 == 150) {
          pinned.add(engine.snapshot());
          then.add(model.copy());
          if (outerLog) {
            engine.commit(new byte[] {1});
          }
        }
        if (i % 300 == 299) {
          check(engine.snapshot(), model);
          check(pinned.remove(), then.remove());
        }
      }
      Awaitility.await().until(() -> engine.stats().maintenance().compactionsRunning() == 0);
      assertTrue(engine.stats().maintenance().compactions() > 5, "many merges");
      check(engine.snapshot(), model);
      if (outerLog) {
        engine.commit(new byte[] {2});
      }
    }
    assertEquals(List.of(), StoreCheck.run(storage).problems(), "seed " + seed);
    try (StorageEngine engine = StorageEngine.open(storage, options)) {
      check(engine.snapshot(), model);
    }
  }

  private static void step(StorageEngine engine, ReferenceStore model, Random random, int time) {
    String id = "c" + random.nextInt(IDS);
    int dice = random.nextInt(10);
    if (dice < 7) {
      Concept concept =
          Concept.builder(id)
              .text(PADDING + "w" + random.nextInt(9))
              .vector(new float[] {1, random.nextInt(100)})
              .updatedAt(time)
              .build();
      engine.put(concept);
      model.put(concept);
    } else if (dice < 8) {
      engine.delete(id);
      model.delete(id);
    } else {
      Association edge = Association.of(id, "T", "c" + random.nextInt(IDS), 0.5f, time);
      engine.associate(edge);
      model.associate(edge);
    }
  }

  /** Compares, and closes the snapshot. */
  private static void check(Snapshot snapshot, ReferenceStore model) {
    try (snapshot) {
      for (int i = 0; i < IDS; i++) {
        assertEquals(model.concepts().get("c" + i), snapshot.concept("c" + i));
      }
      EngineStats stats = snapshot.stats();
      assertEquals(model.concepts().size(), stats.concepts());
      assertEquals(model.associations(), stats.associations());
      List<Hit> hits = snapshot.search(new TextSearch("word", IDS, null));
      assertEquals(stats.texts(), hits.size());
      float[] vector = {1, 5};
      SimilarQuery query = new SimilarQuery(vector, IDS, Float.NEGATIVE_INFINITY, true, null);
      assertEquals(model.similar(vector, IDS), snapshot.similar(query).items());
    }
  }
}

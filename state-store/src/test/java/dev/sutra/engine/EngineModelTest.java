package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.io.CrashStorage;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import dev.sutra.text.TextAnalyzer;
import dev.sutra.vector.Similarity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The engine against plain maps: random operations, flushes, compactions, restarts and crashes,
 * under random options. More runs: {@code -Dsutra.model.runs=N}; one again: {@code
 * -Dsutra.model.seed=S}.
 */
class EngineModelTest {
  private static final int OPERATIONS = 2_000;
  private static final int IDS = 40;
  private static final int DIMENSION = 4;
  private static final String[] TYPES = {"IS", "PART", "CAUSAL"};
  private static final String[] WORDS = {
    "dog", "wolf", "puppy", "barks", "cat", "tree", "leaf", "green", "house", "night", "sea", "fish"
  };

  static LongStream seeds() {
    Long one = Long.getLong("sutra.model.seed");
    return one != null
        ? LongStream.of(one)
        : LongStream.range(0, Integer.getInteger("sutra.model.runs", 100));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void answersAsPlainMapsDo(long seed) throws IOException {
    new Run(seed).run();
  }

  /** One run of one seed. */
  private static final class Run {
    private final Random random;
    private final EngineOptions options;
    private CrashStorage storage = new CrashStorage();
    private StorageEngine engine;
    private ReferenceStore model;
    private ReferenceStore committed;
    private int commits;

    Run(long seed) throws IOException {
      random = new Random(seed);
      Similarity similarity = oneOf(Similarity.values());
      boolean outerLog = random.nextBoolean();
      EngineOptions base =
          outerLog ? EngineOptions.underOuterLog(DIMENSION) : EngineOptions.standalone(DIMENSION);
      options =
          base.withSimilarity(similarity)
              .withAnalyzer(random.nextBoolean() ? "english" : "standard")
              .withDurability(
                  outerLog || random.nextBoolean() ? base.durability() : Durability.PROCESS)
              .withMemtableBytesMax((64 * 1024) << random.nextInt(4));
      model = new ReferenceStore(TextAnalyzer.named(options.analyzer()), similarity);
      committed = model.copy();
      engine = StorageEngine.open(storage, options);
    }

    void run() throws IOException {
      for (int i = 0; i < OPERATIONS; i++) {
        step();
        if (i % 100 == 99) {
          check();
        }
      }
      engine.compact();
      check();
      assertTrue(engine.stats().segments() <= 1, "compact leaves one segment");
      engine.close();
      assertEquals(List.of(), StoreCheck.run(storage).problems());
    }

    private void step() throws IOException {
      int dice = random.nextInt(1_000);
      if (dice < 450) {
        Concept concept = randomConcept();
        engine.put(concept);
        model.put(concept);
      } else if (dice < 550) {
        String id = randomId();
        engine.delete(id);
        model.delete(id);
      } else if (dice < 850) {
        Association edge = randomEdge();
        engine.associate(edge);
        model.associate(edge);
      } else if (dice < 890) {
        transact();
      } else if (dice < 960) {
        String source = randomId();
        String type = randomType();
        String target = randomId();
        engine.dissociate(source, type, target);
        model.dissociate(source, type, target);
      } else if (dice < 975) {
        engine.flush();
      } else if (dice < 977) {
        engine.compact();
      } else if (dice < 990) {
        commit();
      } else {
        restart(dice % 2 == 0);
      }
    }

    private void transact() {
      try (Transaction transaction = engine.begin()) {
        TransactionModel inside = new TransactionModel(transaction, model);
        for (int writes = random.nextInt(8); writes >= 0; writes--) {
          switch (random.nextInt(4)) {
            case 0 -> inside.put(randomConcept());
            case 1 -> inside.delete(randomId());
            case 2 -> inside.associate(randomEdge());
            default -> inside.dissociate(randomId(), randomType(), randomId());
          }
          if (random.nextInt(12) == 0) {
            writeMeanwhile(inside);
          }
          inside.check(randomId());
        }
        int end = random.nextInt(8);
        if (end < 6 && inside.mustConflict()) {
          assertThrows(TransactionConflictException.class, transaction::commit);
        } else if (end < 6) {
          transaction.commit();
          inside.applyTo(model);
        } else if (end == 6) {
          transaction.rollback();
        }
      }
    }

    private void writeMeanwhile(TransactionModel inside) {
      int dice = random.nextInt(4);
      if (dice == 0) {
        Concept concept = randomConcept();
        inside.otherPut(concept);
        engine.put(concept);
        model.put(concept);
      } else if (dice == 1) {
        String id = randomId();
        inside.otherDelete(model, id);
        engine.delete(id);
        model.delete(id);
      } else if (dice == 2) {
        Association edge = randomEdge();
        inside.otherAssociate(edge);
        engine.associate(edge);
        model.associate(edge);
      } else {
        engine.flush();
      }
    }

    private void commit() {
      if (options.outerLog()) {
        commits++;
        engine.commit(ByteBuffer.allocate(4).putInt(commits).array());
        committed = model.copy();
        assertConcepts(engine.committedSnapshot());
      }
    }

    private void restart(boolean kill) throws IOException {
      if (kill) {
        // The image is what a kill leaves; the engine that is closed then no longer matters.
        CrashStorage image = storage.copy();
        engine.close();
        storage = image;
      } else {
        engine.close();
      }
      assertEquals(List.of(), StoreCheck.run(storage).problems());
      engine = StorageEngine.open(storage, options);
      if (options.outerLog()) {
        model = committed.copy();
        byte[] data = engine.commitData();
        if (commits == 0) {
          assertNull(data);
        } else {
          assertEquals(commits, ByteBuffer.wrap(data).getInt());
        }
      }
      check();
    }

    private void check() {
      try (Snapshot snapshot = engine.snapshot()) {
        checkConcepts(snapshot);
        checkNeighbors(snapshot);
        checkSearch(snapshot);
        checkSimilar(snapshot);
        checkTimeline(snapshot);
        EngineStats stats = snapshot.stats();
        assertEquals(model.concepts().size(), stats.concepts());
        assertEquals(model.associations(), stats.associations());
        assertEquals(model.vectors(), stats.vectors());
      }
    }

    private void assertConcepts(Snapshot snapshot) {
      try (snapshot) {
        checkConcepts(snapshot);
      }
    }

    private void checkConcepts(Snapshot snapshot) {
      for (int i = 0; i < IDS; i++) {
        assertEquals(model.concepts().get(id(i)), snapshot.concept(id(i)));
      }
    }

    private void checkNeighbors(Snapshot snapshot) {
      for (int i = 0; i < IDS; i++) {
        Direction direction = oneOf(Direction.values());
        String type = random.nextBoolean() ? randomType() : null;
        List<Neighbor> found = new ArrayList<>();
        String cursor = null;
        do {
          NeighborPage page =
              snapshot.neighbors(
                  new NeighborQuery(id(i), direction, type, 1 + random.nextInt(5), cursor));
          found.addAll(page.items());
          cursor = page.cursor();
        } while (cursor != null);
        assertEquals(model.neighbors(id(i), direction, type), found);
      }
    }

    private void checkSearch(Snapshot snapshot) {
      String query = randomWord() + " " + randomWord() + " " + randomWord();
      int limit = 1 + random.nextInt(8);
      List<Hit> all = model.search(query, Integer.MAX_VALUE);
      Map<String, Hit> expected = new HashMap<>();
      all.forEach(hit -> expected.put(hit.id(), hit));
      List<Hit> found = snapshot.search(new TextSearch(query, limit, null));
      assertEquals(Math.min(limit, all.size()), found.size(), query);
      Set<String> seen = new HashSet<>();
      for (int i = 0; i < found.size(); i++) {
        Hit hit = found.get(i);
        assertTrue(seen.add(hit.id()), () -> hit.id() + " twice");
        Hit wanted = Objects.requireNonNull(expected.get(hit.id()), hit.id());
        assertEquals(wanted.text(), hit.text());
        assertEquals(wanted.score(), hit.score(), 1e-5);
        assertEquals(all.get(i).score(), hit.score(), 1e-5, "rank " + i + " of " + query);
      }
    }

    private void checkSimilar(Snapshot snapshot) {
      float[] vector = randomVector();
      int limit = 1 + random.nextInt(8);
      SimilarHits hits =
          snapshot.similar(new SimilarQuery(vector, limit, Float.NEGATIVE_INFINITY, true, null));
      assertTrue(hits.exact());
      assertEquals(model.similar(vector, limit), hits.items());
    }

    private void checkTimeline(Snapshot snapshot) {
      long from = random.nextInt(99);
      long to = from + random.nextInt(50);
      boolean newestFirst = random.nextBoolean();
      List<TimelineEntry> found = new ArrayList<>();
      String cursor = null;
      do {
        TimelinePage page =
            snapshot.timeline(
                new TimelineQuery(from, to, newestFirst, 1 + random.nextInt(5), cursor));
        found.addAll(page.items());
        cursor = page.cursor();
      } while (cursor != null);
      assertEquals(model.timeline(from, to, newestFirst), found);
    }

    private Concept randomConcept() {
      Concept.Builder concept =
          Concept.builder(randomId()).createdAt(random.nextInt(9)).updatedAt(random.nextInt(99));
      if (random.nextInt(4) > 0) {
        StringBuilder text = new StringBuilder();
        for (int words = random.nextInt(12); words >= 0; words--) {
          text.append(randomWord()).append(' ');
        }
        concept.text(text.toString());
      }
      if (random.nextInt(4) > 0) {
        concept.vector(randomVector());
      }
      if (random.nextInt(4) == 0) {
        concept.attribute("color", randomWord()).attribute("legs", random.nextInt(6));
      }
      return concept.strength(random.nextInt(11) / 10f).build();
    }

    private Association randomEdge() {
      return Association.of(
          randomId(), randomType(), randomId(), random.nextInt(11) / 10f, random.nextInt(99));
    }

    private float[] randomVector() {
      float[] vector = new float[DIMENSION];
      for (int i = 0; i < DIMENSION; i++) {
        // Few values, so that scores tie; never the zero vector.
        vector[i] = random.nextInt(5) - (i == 0 ? 7 : 2);
      }
      return vector;
    }

    private <T> T oneOf(T[] values) {
      return values[random.nextInt(values.length)];
    }

    private String randomId() {
      return id(random.nextInt(IDS));
    }

    private static String id(int number) {
      return number % 3 == 0 ? "c" + number : "größer/" + number;
    }

    private String randomType() {
      return oneOf(TYPES);
    }

    private String randomWord() {
      return oneOf(WORDS);
    }
  }
}

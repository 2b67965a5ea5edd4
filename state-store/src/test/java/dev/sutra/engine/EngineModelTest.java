package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.Neighbor;
import dev.sutra.engine.query.NeighborPage;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.engine.query.TimelineEntry;
import dev.sutra.engine.query.TimelinePage;
import dev.sutra.engine.query.TimelineQuery;
import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.CrashStorage;
import dev.sutra.lsm.core.CodingLimits;
import dev.sutra.lsm.core.LogLimits;
import dev.sutra.lsm.core.TextLimits;
import dev.sutra.lsm.core.TreeLimits;
import dev.sutra.memory.MemoryBudget;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import dev.sutra.text.analysis.TextAnalyzer;
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
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The engine against plain maps, exact nearest neighbors and a plain BM25: random operations,
 * transactions, flushes, compactions, restarts and crashes, under each option set in turn. More:
 * {@code -Dsutra.model.runs=N -Dsutra.model.operations=N}, seeds from {@code
 * -Dsutra.model.first=S}; one again: {@code -Dsutra.model.seed=S}, and with fewer operations if it
 * still fails.
 */
class EngineModelTest {
  private static final int RUNS = Integer.getInteger("sutra.model.runs", 48);
  private static final int OPERATIONS = Integer.getInteger("sutra.model.operations", 1_500);
  private static final int IDS = RandomConcepts.IDS;
  private static final int FILTERS = 4;

  private static final TreeLimits CODING =
      new TreeLimits(24, 48, 8, 50, 5_000, new CodingLimits(8, 16, 24))
          .withLog(new LogLimits(4_000, 1))
          .withTexts(new TextLimits(300, 2_000));

  // Of all runs that have it: several at the same time.
  private static final MemoryBudget SMALL = MemoryBudget.ofBytes(1 << 20);

  static LongStream seeds() {
    Long one = Long.getLong("sutra.model.seed");
    long first = Long.getLong("sutra.model.first", 0);
    return one != null ? LongStream.of(one) : LongStream.range(first, first + RUNS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Execution(ExecutionMode.CONCURRENT)
  void answersAsPlainMapsDo(long seed) throws IOException {
    new Run(seed).run();
  }

  /** One run of one seed. */
  private static final class Run {
    private final Random random;
    private final RandomConcepts given;
    private final EngineOptions options;
    private final TreeLimits limits;
    private CrashStorage storage = new CrashStorage();
    private StorageEngine engine;
    private ReferenceStore model;
    private ReferenceStore committed;
    private int commits;

    Run(long seed) throws IOException {
      List<EngineOptions> sets = OptionSets.all();
      EngineOptions set = sets.get(Math.floorMod(seed, sets.size()));
      // Each set in turn with a budget of its own size, and with a small one that runs share.
      options = Math.floorMod(seed / sets.size(), 2) == 0 ? set : set.withMemoryBudget(SMALL);
      random = new Random(seed);
      given = new RandomConcepts(random, options.dimension());
      model = new ReferenceStore(TextAnalyzer.named(options.analyzer()), options.similarity());
      committed = model.copy();
      // In half of the runs few vectors are coded and learned from, and memtables flushed early.
      limits = seed % 2 == 0 ? TreeLimits.DEFAULT : CODING;
      engine = StorageEngine.open(storage, options, limits);
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
      assertEquals(0, engine.stats().maintenance().failures(), "work in the background failed");
      engine.close();
      assertEquals(List.of(), StoreCheck.run(storage).problems());
    }

    private void step() throws IOException {
      int dice = random.nextInt(1_000);
      if (dice < 450) {
        Concept concept = given.concept();
        engine.put(concept);
        model.put(concept);
      } else if (dice < 550) {
        String id = given.id();
        engine.delete(id);
        model.delete(id);
      } else if (dice < 850) {
        Association edge = given.association();
        engine.associate(edge);
        model.associate(edge);
      } else if (dice < 854) {
        load(1 + random.nextInt(300));
      } else if (dice < 890) {
        transact();
      } else if (dice < 960) {
        String source = given.id();
        String type = given.type();
        String target = given.id();
        engine.dissociate(source, type, target);
        model.dissociate(source, type, target);
      } else if (dice < 975) {
        engine.flush();
      } else if (dice < 977) {
        engine.compact();
      } else if (dice < 979) {
        train();
      } else if (dice < 990) {
        commit();
      } else if (dice < 992 && options.outerLog()) {
        rollback();
      } else {
        restart(dice % 2 == 0);
      }
    }

    /** Ends in half of the cases; otherwise what follows has to end it. */
    private void load(int rows) {
      BulkLoader loader = engine.loader();
      loader.add(sink -> new LoadModel(random, given, model).add(sink, rows), () -> {});
      if (random.nextBoolean()) {
        loader.finish();
      }
    }

    private void train() {
      try {
        engine.trainQuantizer();
      } catch (IllegalStateException e) {
        assertTrue(String.valueOf(e.getMessage()).contains("too few"), e.toString());
      }
    }

    private void rollback() {
      engine.loader().finish();
      try (Snapshot before = engine.snapshot();
          Transaction open = engine.begin()) {
        open.put(given.concept());
        engine.rollbackToCommit();
        checkConcepts(before);
        checkNeighbors(before);
        checkSearch(before);
        checkTimeline(before);
        assertThrows(TransactionConflictException.class, open::commit);
      }
      model = committed.copy();
      assertCommitData();
      check();
    }

    private void assertCommitData() {
      byte[] data = engine.commitData();
      if (commits == 0) {
        assertNull(data);
      } else {
        assertEquals(commits, ByteBuffer.wrap(data).getInt());
      }
    }

    private void transact() {
      engine.loader().finish();
      try (Transaction transaction = engine.begin()) {
        TransactionModel inside = new TransactionModel(transaction, model);
        for (int writes = random.nextInt(8); writes >= 0; writes--) {
          switch (random.nextInt(4)) {
            case 0 -> inside.put(given.concept());
            case 1 -> inside.delete(given.id());
            case 2 -> inside.associate(given.association());
            default -> inside.dissociate(given.id(), given.type(), given.id());
          }
          if (random.nextInt(12) == 0) {
            writeMeanwhile(inside);
          }
          inside.check(given.id());
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
        Concept concept = given.concept();
        inside.otherPut(concept);
        engine.put(concept);
        model.put(concept);
      } else if (dice == 1) {
        String id = given.id();
        inside.otherDelete(model, id);
        engine.delete(id);
        model.delete(id);
      } else if (dice == 2) {
        Association edge = given.association();
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
      if (!options.outerLog()) {
        engine.loader().finish();
      }
      if (kill && (options.outerLog() || options.durability() != Durability.NONE)) {
        // The image is what a kill leaves; the engine that is closed then no longer matters.
        CrashStorage image = storage.copy();
        engine.close();
        storage = image;
      } else {
        engine.close();
      }
      assertEquals(List.of(), StoreCheck.run(storage).problems());
      engine = StorageEngine.open(storage, options, limits);
      if (options.outerLog()) {
        model = committed.copy();
        assertCommitData();
      }
      check();
    }

    private void check() {
      engine.loader().finish();
      try (Snapshot snapshot = engine.snapshot()) {
        checkConcepts(snapshot);
        checkNeighbors(snapshot);
        checkSearch(snapshot);
        SearchChecks.check(model, snapshot, given);
        checkSimilar(snapshot);
        checkTimeline(snapshot);
        for (int i = 0; i < FILTERS; i++) {
          new FilterChecks(random, given, model).run(snapshot);
        }
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
        assertEquals(
            model.concepts().get(RandomConcepts.id(i)), snapshot.concept(RandomConcepts.id(i)));
      }
    }

    private void checkNeighbors(Snapshot snapshot) {
      for (int i = 0; i < IDS; i++) {
        Direction direction = given.oneOf(Direction.values());
        String type = random.nextBoolean() ? given.type() : null;
        List<Neighbor> found = new ArrayList<>();
        String cursor = null;
        do {
          NeighborPage page =
              snapshot.neighbors(
                  new NeighborQuery(
                      RandomConcepts.id(i), direction, type, 1 + random.nextInt(5), cursor));
          found.addAll(page.items());
          cursor = page.cursor();
        } while (cursor != null);
        assertEquals(model.neighbors(RandomConcepts.id(i), direction, type), found);
      }
    }

    private void checkSearch(Snapshot snapshot) {
      String query = given.word() + " " + given.word() + " " + given.word();
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
      float[] vector = given.vector();
      int limit = 1 + random.nextInt(8);
      SimilarHits hits =
          snapshot.similar(new SimilarQuery(vector, limit, Float.NEGATIVE_INFINITY, true, null));
      assertTrue(hits.exact());
      assertEquals(model.similar(vector, limit), hits.items());
      checkApproximate(
          snapshot.similar(new SimilarQuery(vector, limit, Float.NEGATIVE_INFINITY, false, null)),
          model.similar(vector, Integer.MAX_VALUE),
          limit);
    }

    private static void checkApproximate(SimilarHits hits, List<Hit> all, int limit) {
      assertEquals(Math.min(limit, all.size()), hits.items().size());
      if (hits.exact()) {
        assertEquals(all.subList(0, hits.items().size()), hits.items());
      }
      // Of true scores, and in their order among all.
      int last = -1;
      for (Hit hit : hits.items()) {
        int place = all.indexOf(hit);
        assertTrue(place > last, () -> hit + " of " + all);
        last = place;
      }
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
  }
}

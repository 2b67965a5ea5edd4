package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.graph.Cut;
import dev.sutra.engine.graph.EdgeSelection;
import dev.sutra.engine.graph.EdgesPage;
import dev.sutra.engine.graph.EdgesQuery;
import dev.sutra.engine.graph.ExpandQuery;
import dev.sutra.engine.graph.Expander;
import dev.sutra.engine.graph.Expansion;
import dev.sutra.engine.graph.GraphLimits;
import dev.sutra.engine.graph.PathFinder;
import dev.sutra.engine.graph.Paths;
import dev.sutra.engine.graph.PathsQuery;
import dev.sutra.engine.graph.ShardedEdges;
import dev.sutra.engine.graph.TimeLimit;
import dev.sutra.engine.graph.TraversalQuery;
import dev.sutra.engine.graph.Traverser;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.io.CrashStorage;
import dev.sutra.record.Association;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Questions about random graphs, compared with {@link GraphReference}: to one store, to several
 * stores that share the halves of the associations by their ends, and to several that each may have
 * any half, under each option set in turn, with flushes, compactions and restarts. More: {@code
 * -Dsutra.graph.runs=N -Dsutra.graph.first=S}.
 */
class GraphModelTest {
  private static final int RUNS = Integer.getInteger("sutra.graph.runs", 48);
  private static final int OPERATIONS = 400;

  // In UTF-16 some are in another order than in UTF-8.
  private static final List<String> IDS =
      List.of(
          "a",
          "b",
          "c",
          "d",
          "e",
          "f",
          "g",
          "h",
          "ab",
          "größer/1",
          "größer/2",
          "\uFFFD",
          "\uE000",
          "\uD83D\uDE00",
          "\uD83D\uDE01",
          "x-\uD83D\uDE00",
          "x-\uFFFD",
          "longer-1",
          "longer-1\uFFFD",
          "longer-1\uD83D\uDE00",
          "longer-é",
          "zz");
  private static final List<String> TYPES = List.of("IS", "PART", "ZZ", "größer", "is");

  static LongStream seeds() {
    long first = Long.getLong("sutra.graph.first", 0);
    return LongStream.range(first, first + RUNS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Execution(ExecutionMode.CONCURRENT)
  void answersAsAListOfAssociationsDoes(long seed) throws IOException {
    new Run(seed).run();
  }

  /** A store that is closed and opened again. */
  private static final class Kept {
    final EngineOptions options;
    final CrashStorage storage = new CrashStorage();
    StorageEngine engine;

    Kept(EngineOptions options) throws IOException {
      this.options = options;
      this.engine = StorageEngine.open(storage, options);
    }

    void restart() throws IOException {
      if (options.outerLog()) {
        engine.commit(new byte[0]);
      }
      engine.close();
      engine = StorageEngine.open(storage, options);
    }
  }

  /** The stores of a run, asked in small pages. */
  private record Stores(Random random, List<Snapshot> snapshots, boolean anyMayHaveAll)
      implements ShardedEdges.Shards {
    @Override
    public List<Integer> of(String id) {
      return anyMayHaveAll
          ? IntStream.range(0, snapshots.size()).boxed().toList()
          : List.of(shard(id, snapshots.size()));
    }

    @Override
    public Map<Integer, EdgesPage> read(Map<Integer, EdgesQuery> queries) {
      Map<Integer, EdgesPage> pages = new HashMap<>();
      queries.forEach(
          (shard, query) -> {
            int limit = Math.min(query.limit(), 1 + random.nextInt(6));
            pages.put(shard, snapshots.get(shard).edges(query.withLimit(limit)));
          });
      return pages;
    }

    @Override
    public Set<String> passing(List<String> ids, ConceptFilter filter) {
      Set<String> passing = new HashSet<>();
      snapshots.forEach(each -> passing.addAll(each.concepts(ids, filter).keySet()));
      return passing;
    }
  }

  private static int shard(String id, int shards) {
    return Math.floorMod(id.hashCode(), shards);
  }

  /** One run of one seed. */
  private static final class Run {
    private final Random random;
    private final Kept one;
    private final List<Kept> parts = new ArrayList<>();
    private final Map<String, Association> model = new HashMap<>();
    private final Map<String, Concept> concepts = new HashMap<>();
    // Few weights tie often.
    private final int weights;

    Run(long seed) throws IOException {
      random = new Random(seed);
      List<EngineOptions> sets = OptionSets.all();
      one = new Kept(sets.get(Math.floorMod(seed, sets.size())));
      for (int i = random.nextInt(4); i >= 0; i--) {
        parts.add(new Kept(sets.get(random.nextInt(sets.size()))));
      }
      weights = 1 + random.nextInt(10);
      for (String id : IDS) {
        // One in four ids is only named by associations.
        if (random.nextInt(4) > 0) {
          Concept concept = Concept.builder(id).attribute("n", random.nextInt(5)).build();
          concepts.put(id, concept);
          one.engine.put(concept);
          of(id).put(concept);
        }
      }
    }

    void run() throws IOException {
      for (int i = 1; i <= OPERATIONS; i++) {
        step();
        if (i % 40 == 0) {
          check();
        }
      }
      one.engine.close();
      for (Kept part : parts) {
        part.engine.close();
      }
    }

    private void step() throws IOException {
      int dice = random.nextInt(100);
      Kept any = random.nextBoolean() ? one : parts.get(random.nextInt(parts.size()));
      if (dice < 75) {
        write(
            new Association(
                id(), type(), id(), fraction(), fraction(), random.nextInt(9), random.nextInt(9)));
      } else if (dice < 92) {
        remove(id(), type(), id());
      } else if (dice < 96) {
        any.engine.flush();
      } else if (dice < 98) {
        any.engine.compact();
      } else {
        any.restart();
      }
    }

    private void write(Association edge) {
      model.put(edge.source() + '\0' + edge.type() + '\0' + edge.target(), edge);
      one.engine.associate(edge);
      byte[] value = AssociationRow.encode(edge, null);
      RowBatch out = new RowBatch();
      out.put(RowKeys.edgeOut(edge.source(), edge.type(), edge.target()), value);
      of(edge.source()).apply(out);
      RowBatch in = new RowBatch();
      in.put(RowKeys.edgeIn(edge.target(), edge.type(), edge.source()), value);
      of(edge.target()).apply(in);
    }

    private void remove(String source, String type, String target) {
      model.remove(source + '\0' + type + '\0' + target);
      one.engine.dissociate(source, type, target);
      RowBatch out = new RowBatch();
      out.delete(RowKeys.edgeOut(source, type, target));
      of(source).apply(out);
      RowBatch in = new RowBatch();
      in.delete(RowKeys.edgeIn(target, type, source));
      of(target).apply(in);
    }

    private StorageEngine of(String id) {
      return parts.get(shard(id, parts.size())).engine;
    }

    private void check() {
      GraphReference expected = new GraphReference(model.values(), concepts);
      List<Snapshot> snapshots = parts.stream().map(part -> part.engine.snapshot()).toList();
      try (Snapshot whole = one.engine.snapshot()) {
        for (int i = 0; i < 12; i++) {
          checkTraversal(expected, whole, snapshots);
          checkPaths(expected, whole, snapshots);
          checkExpansion(expected, whole, snapshots);
        }
      } finally {
        snapshots.forEach(Snapshot::close);
      }
    }

    private void checkTraversal(GraphReference expected, Snapshot whole, List<Snapshot> snapshots) {
      TraversalQuery query =
          new TraversalQuery(
              id(),
              selection(),
              random.nextBoolean() ? 0 : fraction(),
              1 + random.nextInt(4),
              random.nextBoolean() ? 1000 : 1 + random.nextInt(12),
              random.nextBoolean() ? 100_000 : 1 + random.nextInt(80),
              filter());
      var answer = expected.traverse(query);
      assertEquals(answer, whole.traverse(query));
      for (boolean any : new boolean[] {false, true}) {
        ShardedEdges edges = new ShardedEdges(new Stores(random, snapshots, any));
        assertEquals(answer, Traverser.run(edges, query, TimeLimit.NONE), query.toString());
      }
    }

    private void checkPaths(GraphReference expected, Snapshot whole, List<Snapshot> snapshots) {
      String from = id();
      String to = id();
      if (from.equals(to)) {
        return;
      }
      EdgeSelection selection = selection();
      int depth = 1 + random.nextInt(selection.direction() == Direction.BOTH ? 3 : 4);
      PathsQuery query =
          new PathsQuery(
              from,
              to,
              selection,
              random.nextBoolean() ? 0 : fraction(),
              depth,
              1 + random.nextInt(8),
              random.nextBoolean() ? PathsQuery.By.LENGTH : PathsQuery.By.STRENGTH,
              random.nextBoolean() ? 100_000 : 1 + random.nextInt(80));
      Paths answer = whole.paths(query);
      if (answer.cut() == null) {
        assertEquals(expected.paths(query), answer.items(), query.toString());
      } else {
        assertEquals(Cut.EDGES, answer.cut());
        checkCutPaths(expected, query, answer);
      }
      for (boolean any : new boolean[] {false, true}) {
        ShardedEdges edges = new ShardedEdges(new Stores(random, snapshots, any));
        assertEquals(answer, PathFinder.run(edges, query, TimeLimit.NONE), query.toString());
      }
    }

    /** Paths that were found within a budget exist, and come in their order. */
    private static void checkCutPaths(GraphReference expected, PathsQuery query, Paths answer) {
      PathsQuery all =
          new PathsQuery(
              query.from(),
              query.to(),
              query.selection(),
              query.minWeight(),
              query.depth(),
              GraphLimits.PATHS_MAX,
              query.by(),
              query.edgesMax());
      List<Paths.Path> best = expected.paths(all);
      List<Paths.Path> known = answer.items().stream().filter(best::contains).toList();
      assertEquals(best.stream().filter(known::contains).toList(), known);
      assertTrue(known.size() == answer.items().size() || best.size() == GraphLimits.PATHS_MAX);
    }

    private void checkExpansion(GraphReference expected, Snapshot whole, List<Snapshot> snapshots) {
      Set<String> ids = new LinkedHashSet<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        ids.add(id());
      }
      ExpandQuery query =
          new ExpandQuery(
              ids.stream().map(id -> new ExpandQuery.Seed(id, 1 + random.nextInt(3))).toList(),
              selection(),
              random.nextBoolean() ? 0 : fraction(),
              (1 + random.nextInt(10)) / 10.0,
              1 + random.nextInt(4),
              random.nextBoolean() ? 1000 : 1 + random.nextInt(12),
              random.nextBoolean() ? 100_000 : 1 + random.nextInt(80),
              filter());
      Expansion answer = whole.expand(query);
      if (answer.cut() == null) {
        assertEquals(expected.expand(query), answer.items(), query.toString());
      } else {
        assertEquals(query.edgesMax(), answer.edges());
      }
      for (boolean any : new boolean[] {false, true}) {
        ShardedEdges edges = new ShardedEdges(new Stores(random, snapshots, any));
        assertEquals(answer, Expander.run(edges, query, TimeLimit.NONE), query.toString());
      }
    }

    private EdgeSelection selection() {
      List<String> types = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        types.add(type());
      }
      return new EdgeSelection(List.of(Direction.values()).get(random.nextInt(3)), types);
    }

    private ConceptFilter filter() {
      return random.nextBoolean()
          ? ConceptFilter.NONE
          : ConceptFilter.parse("n < " + random.nextInt(6));
    }

    private String id() {
      return IDS.get(random.nextInt(IDS.size()));
    }

    private String type() {
      return TYPES.get(random.nextInt(TYPES.size()));
    }

    private float fraction() {
      return random.nextInt(weights + 1) / (float) weights;
    }
  }
}

package dev.sutra.bench.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.app.wordnet.Synset;
import dev.sutra.app.wordnet.WordNet;
import dev.sutra.bench.report.Report;
import dev.sutra.bench.report.Rounds;
import dev.sutra.bench.report.Sample;
import dev.sutra.bench.report.Scratch;
import dev.sutra.bench.report.Settings;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.graph.EdgeSelection;
import dev.sutra.engine.graph.GraphLimits;
import dev.sutra.engine.graph.Traversal;
import dev.sutra.engine.graph.TraversalQuery;
import dev.sutra.record.Association;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.Direction;
import dev.sutra.record.RowKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.rocksdb.RocksIterator;

/**
 * Breadth-first search to three steps over the associations of WordNet, in both directions. RocksDB
 * seeks and scans the same rows with one iterator per walk, ArcadeDB follows the edges of vertices;
 * both keep the ids that they have reached. Sutra also finds the strongest path to each and orders
 * them.
 */
public final class WalkBench {
  private static final String NAME = "WordNet, 3 steps";
  private static final int DEPTH = 3;
  private static final int STARTS = 2_000;
  // As many as an answer may have, so that no walk ends early.
  private static final int REACHED_MAX = 1_000;
  private static final int BATCH = 1_000;
  private static final long SEED = 5;
  private static final byte[] KEYSPACES = {RowKeys.EDGE_OUT, RowKeys.EDGE_IN};

  private final Settings settings;
  private final Report report;

  public WalkBench(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  /** Loads the graph into all stores, and takes the turns, if the case is wanted. */
  public void run() throws Exception {
    if (!settings.wants(NAME)) {
      return;
    }
    WordNet wordNet = WordNet.load();
    try (Scratch scratch = new Scratch();
        SutraRows sutra = SutraRows.open(scratch.fresh(), RowStore.Log.NONE);
        RocksRows rocks = RocksRows.open(scratch.fresh(), RowStore.Log.NONE)) {
      List<Association> associations = associations(wordNet);
      Map<byte[], byte[]> rows = rows(associations);
      for (RowStore store : new RowStore[] {sutra, rocks}) {
        load(store, rows);
        store.settle();
      }
      try (ArcadeGraph arcade = ArcadeGraph.load(scratch.fresh(), associations)) {
        measure(starts(wordNet, rocks), sutra, rocks, arcade);
      }
    }
  }

  private void measure(List<String> starts, SutraRows sutra, RocksRows rocks, ArcadeGraph arcade)
      throws Exception {
    for (String start : starts) {
      check(start, sutra, rocks, arcade);
    }
    List<Rounds> rounds =
        Rounds.run(
            settings.rounds(),
            () -> walk(starts, id -> traverse(sutra, id).edges()),
            List.of(
                () -> walk(starts, id -> edges(rocks, id, new HashSet<>())),
                () -> walk(starts, id -> arcade.edges(id, DEPTH, new HashSet<>()))));
    report.addRate(NAME, "edges/s", rounds.getFirst());
    report.addPercentiles(NAME, rounds.getFirst());
    String peer = ArcadeGraph.version();
    report.addRate(NAME, "edges/s", peer, rounds.getLast());
    report.addPercentiles(NAME, peer, rounds.getLast());
    report.note(
        String.format(
            Locale.ROOT,
            "  %s: of %,d walks, all with the same concepts and the same number of edges in all",
            NAME,
            starts.size()));
  }

  /** Throws if a walk does not reach the same concepts by as many edges in all stores. */
  private static void check(String start, SutraRows sutra, RocksRows rocks, ArcadeGraph arcade) {
    Traversal traversal = traverse(sutra, start);
    Set<String> reached = new HashSet<>();
    traversal.items().forEach(item -> reached.add(item.id()));
    reached.add(start);
    Set<String> inRocks = new HashSet<>();
    Set<String> inArcade = new HashSet<>();
    long edgesOfRocks = edges(rocks, start, inRocks);
    long edgesOfArcade = arcade.edges(start, DEPTH, inArcade);
    if (!reached.equals(inRocks) || !reached.equals(inArcade)) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s reaches %d concepts, %d in RocksDB, %d in ArcadeDB, which are not the same",
              start,
              reached.size(),
              inRocks.size(),
              inArcade.size()));
    }
    if (traversal.edges() != edgesOfRocks || traversal.edges() != edgesOfArcade) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s has %d edges, %d in RocksDB, %d in ArcadeDB",
              start,
              traversal.edges(),
              edgesOfRocks,
              edgesOfArcade));
    }
  }

  /** Each association once, in the order of source, type and target. */
  private static List<Association> associations(WordNet wordNet) {
    Map<byte[], Association> byKey = new TreeMap<>(Arrays::compareUnsigned);
    for (Synset synset : wordNet.synsets()) {
      for (Synset.Pointer pointer : synset.pointers()) {
        Association edge = Association.of(synset.id(), pointer.type(), pointer.targetId(), 1, 1);
        byKey.put(RowKeys.edgeOut(edge.source(), edge.type(), edge.target()), edge);
      }
    }
    return List.copyOf(byKey.values());
  }

  private static Map<byte[], byte[]> rows(List<Association> associations) {
    Map<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
    for (Association edge : associations) {
      byte[] value = AssociationRow.encode(edge, null);
      rows.put(RowKeys.edgeOut(edge.source(), edge.type(), edge.target()), value);
      rows.put(RowKeys.edgeIn(edge.target(), edge.type(), edge.source()), value);
    }
    return rows;
  }

  private static void load(RowStore store, Map<byte[], byte[]> rows) throws Exception {
    byte[][] keys = rows.keySet().toArray(byte[][]::new);
    byte[][] values = rows.values().toArray(byte[][]::new);
    for (int from = 0; from < keys.length; from += BATCH) {
      store.putAll(keys, values, from, Math.min(keys.length, from + BATCH));
    }
  }

  /** Concepts from which few enough are reached. */
  private List<String> starts(WordNet wordNet, RocksRows rocks) {
    Random random = new Random(SEED);
    List<String> starts = new ArrayList<>();
    int count = settings.sized(STARTS);
    while (starts.size() < count) {
      String id = wordNet.synsets().get(random.nextInt(wordNet.synsets().size())).id();
      Set<String> reached = new HashSet<>();
      long unused = edges(rocks, id, reached);
      if (reached.size() > 1 && reached.size() <= REACHED_MAX) {
        starts.add(id);
      }
    }
    return starts;
  }

  /** Reads the edges of a walk. */
  @FunctionalInterface
  private interface Walk {
    long edges(String id) throws Exception;
  }

  private static Sample walk(List<String> starts, Walk walk) throws Exception {
    Sample sample = new Sample();
    for (String id : starts) {
      long start = System.nanoTime();
      sample.add(start, walk.edges(id));
    }
    return sample;
  }

  private static Traversal traverse(SutraRows store, String id) {
    EdgeSelection both = new EdgeSelection(Direction.BOTH, List.of());
    try (Snapshot snapshot = store.engine().snapshot()) {
      return snapshot.traverse(
          new TraversalQuery(id, both, 0, DEPTH, REACHED_MAX, GraphLimits.EDGES_MAX));
    }
  }

  private static long edges(RocksRows store, String id, Set<String> reached) {
    long edges = 0;
    reached.add(id);
    List<String> level = List.of(id);
    try (RocksIterator iterator = store.iterator()) {
      for (int step = 0; step < DEPTH; step++) {
        List<String> next = new ArrayList<>();
        for (String from : level) {
          for (byte keyspace : KEYSPACES) {
            byte[] prefix = RowKeys.edges(keyspace, from);
            for (iterator.seek(prefix); iterator.isValid(); iterator.next()) {
              byte[] key = iterator.key();
              if (key.length < prefix.length
                  || !Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length)) {
                break;
              }
              int otherAt = prefix.length + 2 + (key[prefix.length] & 0xff);
              String other = new String(key, otherAt, key.length - otherAt, UTF_8);
              if (reached.add(other)) {
                next.add(other);
              }
              edges++;
            }
          }
        }
        level = next;
      }
    }
    return edges;
  }
}

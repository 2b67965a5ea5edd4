package dev.sutra.bench.rows;

import dev.sutra.bench.report.Report;
import dev.sutra.bench.report.Rounds;
import dev.sutra.bench.report.Sample;
import dev.sutra.bench.report.Scratch;
import dev.sutra.bench.report.Settings;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.record.Direction;
import dev.sutra.record.RowKeys;
import java.util.Random;

/** The neighbors of concepts that have 20 edges each. */
public final class GraphBench {
  private static final int CONCEPTS = 50_000;
  private static final int EDGES = 20;
  private static final int QUESTIONS = 200_000;
  private static final int LIMIT = 100;
  private static final long SEED = 4;
  private static final String NEIGHBORS = "neighbors, 20 edges";
  private static final String SCANS = "rows of 20 edges, not decoded";

  private final Settings settings;
  private final Report report;

  public GraphBench(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  /** Loads the concepts into both stores, and takes the turns of the cases that are wanted. */
  public void run() throws Exception {
    if (!settings.wants(NEIGHBORS) && !settings.wants(SCANS)) {
      return;
    }
    ConceptRows rows = new ConceptRows(settings.sized(CONCEPTS), EDGES);
    try (Scratch scratch = new Scratch();
        SutraRows sutra = SutraRows.open(scratch.fresh(), RowStore.Log.NONE);
        RocksRows rocks = RocksRows.open(scratch.fresh(), RowStore.Log.NONE)) {
      for (RowStore store : new RowStore[] {sutra, rocks}) {
        RowBench.load(store, rows.keys(), rows::value);
        store.settle();
      }
      measure(NEIGHBORS, rows, id -> neighbors(sutra, id), id -> scan(rocks, id));
      measure(SCANS, rows, id -> scan(sutra, id), id -> scan(rocks, id));
    }
  }

  private void measure(String name, ConceptRows rows, Question sutra, Question peer)
      throws Exception {
    if (!settings.wants(name)) {
      return;
    }
    Rounds rounds = Rounds.run(settings.rounds(), () -> ask(rows, sutra), () -> ask(rows, peer));
    report.addRate(name, "edges/s", rounds);
    report.addPercentiles(name, rounds);
  }

  /** Counts the edges that leave a concept. */
  @FunctionalInterface
  private interface Question {
    int count(String id) throws Exception;
  }

  private Sample ask(ConceptRows rows, Question question) throws Exception {
    Random random = new Random(SEED);
    Sample sample = new Sample();
    int count = settings.sized(QUESTIONS);
    for (int i = 0; i < count; i++) {
      String id = ConceptRows.id(random.nextInt(rows.concepts()));
      long start = System.nanoTime();
      int edges = question.count(id);
      sample.add(start, edges);
      if (edges != EDGES) {
        throw new IllegalStateException(id + " has " + edges + " edges");
      }
    }
    return sample;
  }

  private static int neighbors(SutraRows store, String id) {
    try (Snapshot snapshot = store.engine().snapshot()) {
      return snapshot
          .neighbors(new NeighborQuery(id, Direction.OUT, null, LIMIT, null))
          .items()
          .size();
    }
  }

  private static int scan(RowStore store, String id) throws Exception {
    return store.scan(RowKeys.edges(RowKeys.EDGE_OUT, id));
  }
}

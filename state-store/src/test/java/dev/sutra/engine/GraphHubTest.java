package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.sutra.engine.graph.Cut;
import dev.sutra.engine.graph.EdgeSelection;
import dev.sutra.engine.graph.EdgesPage;
import dev.sutra.engine.graph.EdgesQuery;
import dev.sutra.engine.graph.ExpandQuery;
import dev.sutra.engine.graph.Expansion;
import dev.sutra.engine.graph.GraphLimits;
import dev.sutra.engine.graph.Paths;
import dev.sutra.engine.graph.PathsQuery;
import dev.sutra.engine.graph.Traversal;
import dev.sutra.engine.graph.TraversalQuery;
import dev.sutra.record.Association;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.Direction;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowKeys;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub, each of whose spokes leads to one rim: a question costs what its budget of edges allows.
 * More spokes: {@code -Dsutra.hub.edges=N}, up to 2,000,000 with both halves.
 */
// The store is opened before each test.
@SuppressWarnings("NullAway.Init")
class GraphHubTest {
  private static final int EDGES = Integer.getInteger("sutra.hub.edges", 200_000);
  private static final int BATCH = 10_000;
  private static final int BUDGET = 1_000;
  // A thousand edges take a few hundred KB; all of them, tens of MB.
  private static final long ALLOCATED_MAX = 4 << 20;

  @TempDir static Path directory;
  private static StorageEngine engine;

  @BeforeAll
  static void fill() throws IOException {
    open();
    RowBatch rows = new RowBatch();
    add(rows, Association.of("start", "TO", "hub", 1, 1));
    for (int i = 0; i < EDGES; i++) {
      String spoke = "spoke" + i;
      add(rows, Association.of("hub", "TO", spoke, 0.5f, 1));
      add(rows, Association.of(spoke, "ON", "rim", 0.5f, 1));
      if (i % BATCH == BATCH - 1) {
        engine.apply(rows);
        rows.clear();
      }
    }
    engine.apply(rows);
    close();
  }

  @BeforeEach
  void reopen() throws IOException {
    open();
  }

  @AfterEach
  void closeAgain() {
    close();
  }

  private static void open() throws IOException {
    EngineOptions options = EngineOptions.standalone(2).withDurability(Durability.NONE);
    engine = StorageEngine.open(directory, options);
  }

  private static void close() {
    engine.close();
  }

  private static void add(RowBatch rows, Association edge) {
    byte[] value = AssociationRow.encode(edge, null);
    rows.put(RowKeys.edgeOut(edge.source(), edge.type(), edge.target()), value);
    rows.put(RowKeys.edgeIn(edge.target(), edge.type(), edge.source()), value);
  }

  private static <T> T cheap(Supplier<T> question) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    // Classes are loaded.
    T unused = question.get();
    long before = threads.getCurrentThreadAllocatedBytes();
    T answer = question.get();
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < ALLOCATED_MAX, allocated + " bytes");
    assertEquals(unused, answer);
    return answer;
  }

  @Test
  void aTraversalReadsNoMoreThanItsBudget() {
    try (Snapshot snapshot = engine.snapshot()) {
      TraversalQuery query = new TraversalQuery("start", EdgeSelection.OUT, 0, 4, 10, BUDGET);
      Traversal found = cheap(() -> snapshot.traverse(query));
      assertEquals(Cut.EDGES, found.cut());
      assertEquals(BUDGET, found.edges());
      assertEquals("hub", found.items().getFirst().id());
      assertEquals(10, found.items().size());
      TraversalQuery heavy = new TraversalQuery("start", EdgeSelection.OUT, 0.9f, 4, 10, BUDGET);
      assertEquals(BUDGET, cheap(() -> snapshot.traverse(heavy)).edges());
    }
  }

  @Test
  void activationOfAHubThatIsCutSpreadsOverWhatWasRead() {
    try (Snapshot snapshot = engine.snapshot()) {
      ExpandQuery query =
          new ExpandQuery(
              List.of(new ExpandQuery.Seed("hub", 1)), EdgeSelection.OUT, 0, 0.5, 2, 10, BUDGET);
      Expansion found = cheap(() -> snapshot.expand(query));
      assertEquals(Cut.EDGES, found.cut());
      assertEquals(0.5 / BUDGET, found.items().getFirst().activation(), 1e-12);
    }
  }

  @Test
  void aPathIsFoundFromTheSideWithoutTheHub() {
    try (Snapshot snapshot = engine.snapshot()) {
      PathsQuery toSpoke =
          new PathsQuery(
              "start", "spoke7", EdgeSelection.OUT, 0, 4, 1, PathsQuery.By.LENGTH, BUDGET);
      Paths found = cheap(() -> snapshot.paths(toSpoke));
      assertNull(found.cut());
      assertEquals(2, found.items().getFirst().hops().size());
      PathsQuery toRim =
          new PathsQuery("start", "rim", EdgeSelection.OUT, 0, 4, 3, PathsQuery.By.LENGTH, BUDGET);
      Paths cut = cheap(() -> snapshot.paths(toRim));
      assertEquals(Cut.EDGES, cut.cut());
    }
  }

  @Test
  void theBestPathsThroughAllSpokesAreFound() {
    try (Snapshot snapshot = engine.snapshot()) {
      PathsQuery query =
          new PathsQuery(
              "start",
              "rim",
              EdgeSelection.OUT,
              0,
              3,
              3,
              PathsQuery.By.STRENGTH,
              GraphLimits.EDGES_MAX);
      Paths found = snapshot.paths(query);
      if (2 * EDGES + 1 <= GraphLimits.EDGES_MAX && EDGES <= 200_000) {
        assertNull(found.cut());
        assertEquals(
            List.of("spoke0", "spoke1", "spoke10"),
            found.items().stream().map(path -> path.hops().get(1).id()).toList());
      }
      assertEquals(0.25, found.items().getFirst().strength());
    }
  }

  @Test
  void edgesComeInPages() {
    try (Snapshot snapshot = engine.snapshot()) {
      EdgeSelection both = new EdgeSelection(Direction.BOTH, List.of());
      EdgesQuery query =
          new EdgesQuery(List.of("start", "hub", "rim"), both, GraphLimits.BATCH_EDGES_MAX);
      EdgesPage page = snapshot.edges(query);
      long edges = page.edges().size();
      int pages = 1;
      while (page.complete() < query.ids().size()) {
        query = query.rest(page);
        page = snapshot.edges(query);
        edges += page.edges().size();
        pages++;
      }
      assertEquals(2L * EDGES + 2, edges);
      assertEquals((2L * EDGES + 2 + 8191) / 8192, pages);
    }
  }
}

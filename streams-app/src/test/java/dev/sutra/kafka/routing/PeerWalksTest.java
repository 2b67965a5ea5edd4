package dev.sutra.kafka.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.engine.graph.Cut;
import dev.sutra.engine.graph.EdgeSelection;
import dev.sutra.engine.graph.Reached;
import dev.sutra.engine.graph.Traversal;
import dev.sutra.engine.graph.TraversalQuery;
import dev.sutra.kafka.task.ActivePartitions;
import dev.sutra.kafka.task.KeyPartitioner;
import dev.sutra.record.Association;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.Direction;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowKeys;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Walks over two instances with a partition each, and what may go wrong on the way. */
class PeerWalksTest extends PeerFixture {
  /** Associations in both partitions, each half where it belongs; the hub has many. */
  private void graph(String hub, int edges) {
    RowBatch[] rows = {new RowBatch(), new RowBatch()};
    add(rows, Association.of(id(0), "LINK", hub, 0.5f, 7));
    for (int i = 0; i < edges; i++) {
      add(rows, Association.of(hub, i % 3 == 0 ? "LINK" : "OTHER", "x" + i, 0.25f, 7));
      if (i % 50 == 0) {
        add(rows, Association.of("x" + i, "LINK", "y" + i, 0.75f, 7));
      }
    }
    zero.apply(rows[0]);
    one.apply(rows[1]);
  }

  private static void add(RowBatch[] rows, Association edge) {
    byte[] value = AssociationRow.encode(edge, null);
    String source = edge.source();
    String target = edge.target();
    rows[partition(source)].put(RowKeys.edgeOut(source, edge.type(), target), value);
    rows[partition(target)].put(RowKeys.edgeIn(target, edge.type(), source), value);
  }

  private static int partition(String id) {
    return KeyPartitioner.partition(id.getBytes(UTF_8), 2);
  }

  @Test
  void aHubIsReadInPagesAndCutAtTheSamePlaceByOneAndByTwo() {
    graph(id(1), 20_000);
    for (int edgesMax : new int[] {1, 100, 8191, 8192, 8193, 20_000, 20_001, 100_000}) {
      for (Direction direction : Direction.values()) {
        EdgeSelection selection = new EdgeSelection(direction, List.of());
        TraversalQuery query = new TraversalQuery(id(0), selection, 0, 4, 1000, edgesMax);
        Traversal expected = single().traverse(query, QueryOptions.DEFAULT).value();
        sent.set(0);
        assertEquals(expected, queries().traverse(query, QueryOptions.DEFAULT).value());
        assertTrue(sent.get() <= 3 * 4 + edgesMax / 4096, "requests: " + sent.get());
      }
    }
    EdgeSelection links = new EdgeSelection(Direction.OUT, List.of("LINK"));
    TraversalQuery far = new TraversalQuery(id(0), links, 0, 3, 1000, 100_000);
    Traversal found = queries().traverse(far, QueryOptions.DEFAULT).value();
    assertNull(found.cut());
    assertEquals(1000, found.items().size());
    assertEquals(
        Cut.EDGES,
        queries()
            .traverse(new TraversalQuery(id(0), links, 0, 3, 1000, 100), QueryOptions.DEFAULT)
            .value()
            .cut());
  }

  @Test
  void aPartitionThatIsLostOnTheWayIsNamedAndTheRestAnswered() {
    graph(id(1), 10);
    term = ActivePartitions.NONE;
    TraversalQuery query = new TraversalQuery(id(0), EdgeSelection.OUT, 0, 3, 100, 1000);
    assertThrows(
        PartitionsUnavailableException.class,
        () -> queries().traverse(query, QueryOptions.DEFAULT));
    sent.set(0);
    Found<Traversal> part = queries().traverse(query, PARTIAL);
    assertEquals(Set.of(1), part.coverage().failed());
    assertEquals(List.of(id(1)), part.value().items().stream().map(Reached::id).toList());
    TraversalQuery lost = new TraversalQuery(id(1), EdgeSelection.OUT, 0, 3, 100, 1000);
    assertThrows(PartitionsUnavailableException.class, () -> queries().traverse(lost, PARTIAL));
  }

  @Test
  void aWalkWhoseTimeIsOverSaysSo() {
    graph(id(1), 10);
    TraversalQuery query = new TraversalQuery(id(0), EdgeSelection.OUT, 0, 3, 100, 1000);
    wire =
        request -> {
          LockSupport.parkNanos(Duration.ofMillis(800).toNanos());
          return endpoint().answer(request, false);
        };
    QueryOptions second = QueryOptions.DEFAULT.withTimeout(Duration.ofSeconds(1));
    Traversal found = queries().traverse(query, second).value();
    assertEquals(Cut.TIME, found.cut());
    assertEquals(List.of(id(1)), found.items().stream().map(Reached::id).toList());
  }
}

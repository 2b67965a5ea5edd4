package dev.sutra.engine;

import dev.sutra.engine.graph.EdgeSelection;
import dev.sutra.engine.graph.EdgeSource;
import dev.sutra.engine.graph.EdgeVisitor;
import dev.sutra.engine.graph.EdgesCollector;
import dev.sutra.engine.graph.EdgesPage;
import dev.sutra.engine.graph.EdgesQuery;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.select.ConceptMatcher;
import dev.sutra.engine.select.SnapshotFilter;
import dev.sutra.lsm.read.EdgeRows;
import dev.sutra.lsm.read.MergedRows;
import dev.sutra.lsm.read.TreeSnapshot;
import dev.sutra.record.Direction;
import dev.sutra.record.HalfEdgeReader;
import dev.sutra.record.RowKeys;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the edges of concepts from a snapshot: a range of rows per direction, or per type. Not
 * thread-safe: all ranges are read with the same cursors.
 */
final class EdgeScanner implements EdgeSource {
  private final TreeSnapshot pinned;
  private final EdgeRows rows;
  private final HalfEdgeReader reader = new HalfEdgeReader();

  EdgeScanner(TreeSnapshot pinned) {
    this.pinned = pinned;
    this.rows = pinned.edgeRows();
  }

  /** Answers a query; see {@link ConceptReader#edges}. */
  EdgesPage page(EdgesQuery query) {
    byte[] after = query.after();
    String first = query.ids().getFirst();
    if (after != null
        && !startsWith(after, RowKeys.edges(RowKeys.EDGE_OUT, first))
        && !startsWith(after, RowKeys.edges(RowKeys.EDGE_IN, first))) {
      throw new IllegalArgumentException("after is no edge of the first concept");
    }
    EdgesCollector edges = new EdgesCollector(query);
    read(query.ids(), query.selection(), after, edges);
    return edges.page();
  }

  @Override
  public void read(
      List<String> concepts, EdgeSelection selection, int edgesMax, EdgeVisitor visitor) {
    read(concepts, selection, null, visitor);
  }

  @Override
  public Set<String> passing(List<String> ids, ConceptFilter filter) {
    ConceptMatcher test = new ConceptMatcher(filter, SnapshotFilter.rows(pinned));
    return ids.stream().filter(test::test).collect(Collectors.toSet());
  }

  private void read(
      List<String> concepts,
      EdgeSelection selection,
      byte @Nullable [] after,
      EdgeVisitor visitor) {
    for (int i = 0; i < concepts.size(); i++) {
      if (!visitor.begin(i)
          || !concept(concepts.get(i), selection, i == 0 ? after : null, visitor)) {
        return;
      }
    }
  }

  private boolean concept(
      String id, EdgeSelection selection, byte @Nullable [] after, EdgeVisitor visitor) {
    Direction direction = selection.direction();
    return (!direction.includesOut() || edges(RowKeys.EDGE_OUT, id, selection, after, visitor))
        && (!direction.includesIn() || edges(RowKeys.EDGE_IN, id, selection, after, visitor));
  }

  private boolean edges(
      byte keyspace,
      String id,
      EdgeSelection selection,
      byte @Nullable [] after,
      EdgeVisitor visitor) {
    byte[] edges = RowKeys.edges(keyspace, id);
    reader.begin(edges);
    if (selection.types().isEmpty()) {
      return range(edges, edges, after, visitor);
    }
    for (String type : selection.types()) {
      if (!range(edges, RowKeys.edges(keyspace, id, type), after, visitor)) {
        return false;
      }
    }
    return true;
  }

  /** Visits the edges with a prefix that come after a key; false: the visitor wants no more. */
  private boolean range(byte[] edges, byte[] prefix, byte @Nullable [] after, EdgeVisitor visitor) {
    byte[] from = prefix;
    if (after != null && Arrays.compareUnsigned(after, prefix) > 0) {
      if (!startsWith(after, prefix)) {
        return true;
      }
      from = Arrays.copyOf(after, after.length + 1);
    }
    Direction direction = edges[0] == RowKeys.EDGE_OUT ? Direction.OUT : Direction.IN;
    MergedRows range = rows.seek(edges, from, RowKeys.after(prefix));
    while (range.next()) {
      reader.read(range.row());
      if (!visitor.edge(
          direction, reader.type(), reader.otherEnd(), reader.weight(), reader.confidence())) {
        return false;
      }
    }
    return true;
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}

package dev.sutra.engine;

import dev.sutra.record.Association;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.Direction;
import dev.sutra.record.RowCursor;
import dev.sutra.record.RowKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a page of half-edges: outgoing ones first, each direction one range of keys. */
final class NeighborReader {
  /** A way to read half-edges; see {@link dev.sutra.lsm.TreeSnapshot#scanEdges}. */
  @FunctionalInterface
  interface Edges {
    RowCursor scan(byte[] edges, byte[] from, byte[] to);
  }

  private NeighborReader() {}

  static NeighborPage read(Edges present, NeighborQuery query) {
    byte[] after = query.cursor() == null ? null : PageCursor.decode(query.cursor());
    if (after != null) {
      checkCursor(query, after);
    }
    List<Neighbor> items = new ArrayList<>();
    byte[] last = null;
    for (byte keyspace : keyspaces(query.direction())) {
      if (after != null && after[0] > keyspace) {
        continue;
      }
      byte[] prefix = prefix(query, keyspace);
      byte[] from =
          after != null && after[0] == keyspace ? Arrays.copyOf(after, after.length + 1) : prefix;
      byte[] edges = RowKeys.edges(keyspace, query.id());
      try (RowCursor rows = present.scan(edges, from, RowKeys.after(prefix))) {
        while (rows.next()) {
          if (items.size() == query.limit()) {
            return new NeighborPage(items, cursor(last));
          }
          last = rows.key();
          items.add(neighbor(keyspace, last, rows.value()));
        }
      }
    }
    return new NeighborPage(items, null);
  }

  private static byte[] keyspaces(Direction direction) {
    return switch (direction) {
      case OUT -> new byte[] {RowKeys.EDGE_OUT};
      case IN -> new byte[] {RowKeys.EDGE_IN};
      case BOTH -> new byte[] {RowKeys.EDGE_OUT, RowKeys.EDGE_IN};
    };
  }

  private static byte[] prefix(NeighborQuery query, byte keyspace) {
    return query.type() == null
        ? RowKeys.edges(keyspace, query.id())
        : RowKeys.edges(keyspace, query.id(), query.type());
  }

  private static void checkCursor(NeighborQuery query, byte[] after) {
    for (byte keyspace : keyspaces(query.direction())) {
      byte[] prefix = prefix(query, keyspace);
      if (after.length > prefix.length
          && Arrays.equals(after, 0, prefix.length, prefix, 0, prefix.length)) {
        return;
      }
    }
    throw PageCursor.invalid();
  }

  private static Neighbor neighbor(byte keyspace, byte[] key, byte[] value) {
    Association edge = AssociationRow.decode(key, value);
    boolean out = keyspace == RowKeys.EDGE_OUT;
    return new Neighbor(
        out ? edge.target() : edge.source(),
        edge.type(),
        out ? Direction.OUT : Direction.IN,
        edge.weight(),
        edge.confidence(),
        edge.updatedAt());
  }

  private static @Nullable String cursor(byte @Nullable [] last) {
    return last == null ? null : PageCursor.encode(last);
  }
}

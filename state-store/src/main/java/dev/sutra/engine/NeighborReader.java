package dev.sutra.engine;

import dev.sutra.engine.query.Neighbor;
import dev.sutra.engine.query.NeighborPage;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.PageCursor;
import dev.sutra.engine.select.ConceptMatcher;
import dev.sutra.engine.select.StoredRows;
import dev.sutra.lsm.read.MergedRows;
import dev.sutra.record.Direction;
import dev.sutra.record.HalfEdgeReader;
import dev.sutra.record.RowCursor;
import dev.sutra.record.RowKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a page of half-edges: outgoing ones first, each direction from one key range. */
final class NeighborReader {
  private static final byte[] OUT = {RowKeys.EDGE_OUT};
  private static final byte[] IN = {RowKeys.EDGE_IN};
  private static final byte[] BOTH = {RowKeys.EDGE_OUT, RowKeys.EDGE_IN};

  // Enough for most concepts.
  private static final int ITEMS_FIRST = 32;

  private final StoredRows present;
  private final NeighborQuery query;
  private final ConceptMatcher filter;
  private final List<Neighbor> items;
  // The key of the last half-edge that was examined; set when the page ends there.
  private byte @Nullable [] last;
  private int examined;

  private NeighborReader(StoredRows present, NeighborQuery query) {
    this.present = present;
    this.query = query;
    this.filter = new ConceptMatcher(query.filter(), present);
    this.items = new ArrayList<>(Math.min(query.limit(), ITEMS_FIRST));
  }

  static NeighborPage read(StoredRows present, NeighborQuery query) {
    return new NeighborReader(present, query).read();
  }

  private NeighborPage read() {
    byte[] after = query.cursor() == null ? null : PageCursor.place(query, query.cursor());
    if (after != null) {
      checkCursor(query, after);
    }
    for (byte keyspace : keyspaces(query.direction())) {
      if (after != null && after[0] > keyspace) {
        continue;
      }
      byte[] prefix = prefix(query, keyspace);
      byte[] from =
          after != null && after[0] == keyspace ? Arrays.copyOf(after, after.length + 1) : prefix;
      if (addFrom(keyspace, from, RowKeys.after(prefix)) && last != null) {
        return new NeighborPage(items, PageCursor.of(query, last));
      }
    }
    return new NeighborPage(items, null);
  }

  /** Adds the items of a range. Returns true if the page ended before the end of the range. */
  private boolean addFrom(byte keyspace, byte[] from, byte[] to) {
    byte[] edges = RowKeys.edges(keyspace, query.id());
    Direction direction = keyspace == RowKeys.EDGE_OUT ? Direction.OUT : Direction.IN;
    HalfEdgeReader edge = new HalfEdgeReader();
    edge.begin(edges);
    try (RowCursor rows = present.edges(edges, from, to)) {
      while (rows.next()) {
        if (last != null) {
          return true;
        }
        if (rows instanceof MergedRows merged) {
          // Decodes in place; rows of a transaction are copies.
          edge.read(merged.row());
        } else {
          edge.read(rows.key(), rows.value());
        }
        if (filter.test(edge.otherEnd())) {
          items.add(
              new Neighbor(
                  edge.otherEnd(),
                  edge.type(),
                  direction,
                  edge.weight(),
                  edge.confidence(),
                  edge.updatedAt()));
        }
        if (items.size() == query.limit() || ++examined == NeighborQuery.EXAMINED_MAX) {
          last = rows.key();
        }
      }
    }
    return false;
  }

  private static byte[] keyspaces(Direction direction) {
    return switch (direction) {
      case OUT -> OUT;
      case IN -> IN;
      case BOTH -> BOTH;
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
}

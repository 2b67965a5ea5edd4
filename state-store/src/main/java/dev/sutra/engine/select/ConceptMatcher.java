package dev.sutra.engine.select;

import dev.sutra.engine.filter.Evaluation;
import dev.sutra.engine.filter.Facts;
import dev.sutra.engine.filter.Truth;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.record.Direction;
import dev.sutra.record.RowCursor;
import dev.sutra.record.RowKeys;
import org.jspecify.annotations.Nullable;

/** Tests a filter on single concepts of a store, and on their associations. */
public final class ConceptMatcher {
  private final ConceptFilter filter;
  private final StoredRows rows;

  /** Creates a test; as safe for threads as the rows are. */
  public ConceptMatcher(ConceptFilter filter, StoredRows rows) {
    this.filter = filter;
    this.rows = rows;
  }

  /** Whether the store has this concept, and it meets the condition. */
  public boolean test(String id) {
    if (filter.isNone()) {
      return true;
    }
    byte[] value = rows.row(RowKeys.concept(id));
    return value != null && test(id, value);
  }

  /**
   * Whether a concept meets the condition.
   *
   * @param value of its row, with or without the vector
   */
  public boolean test(String id, byte[] value) {
    Facts facts = new RowFacts(id, value, this::linked);
    return Evaluation.test(filter.condition(), facts) == Truth.YES;
  }

  private Truth linked(String id, String type, Direction direction, @Nullable String other) {
    boolean found =
        (direction.includesOut() && isLinked(RowKeys.EDGE_OUT, id, type, other))
            || (direction.includesIn() && isLinked(RowKeys.EDGE_IN, id, type, other));
    return found ? Truth.YES : Truth.NO;
  }

  private boolean isLinked(byte keyspace, String id, String type, @Nullable String other) {
    if (other != null) {
      byte[] key =
          keyspace == RowKeys.EDGE_OUT
              ? RowKeys.edgeOut(id, type, other)
              : RowKeys.edgeIn(id, type, other);
      return rows.row(key) != null;
    }
    byte[] ofType = RowKeys.edges(keyspace, id, type);
    try (RowCursor edges = rows.edges(RowKeys.edges(keyspace, id), ofType, RowKeys.after(ofType))) {
      return edges.next();
    }
  }
}

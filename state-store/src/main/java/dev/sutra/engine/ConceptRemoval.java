package dev.sutra.engine;

import dev.sutra.record.Association;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowCursor;
import dev.sutra.record.RowKeys;

/** The deletes that remove a concept: its row and both halves of its associations. */
final class ConceptRemoval {
  /** Scans rows of a range. */
  @FunctionalInterface
  interface Rows {
    RowCursor scan(byte[] from, byte[] to);
  }

  private ConceptRemoval() {}

  /** The deletes for the rows that exist now. */
  static RowBatch rows(String id, Rows present) {
    RowBatch rows = new RowBatch();
    rows.delete(RowKeys.concept(id));
    for (byte keyspace : new byte[] {RowKeys.EDGE_OUT, RowKeys.EDGE_IN}) {
      byte[] prefix = RowKeys.edges(keyspace, id);
      try (RowCursor edges = present.scan(prefix, RowKeys.after(prefix))) {
        while (edges.next()) {
          Association edge = AssociationRow.decode(edges.key(), edges.value());
          deleteHalves(rows, edge.source(), edge.type(), edge.target());
        }
      }
    }
    return rows;
  }

  static void deleteHalves(RowBatch rows, String source, String type, String target) {
    rows.delete(RowKeys.edgeOut(source, type, target));
    rows.delete(RowKeys.edgeIn(target, type, source));
  }
}

package dev.sutra.engine.select;

import dev.sutra.record.RowCursor;
import org.jspecify.annotations.Nullable;

/** Reads the rows that a filter asks for. */
public interface StoredRows {
  /** The value of a row; null if there is none. */
  byte @Nullable [] row(byte[] key);

  /** Scans half-edges; see {@link dev.sutra.lsm.read.TreeSnapshot#scanEdges}. */
  RowCursor edges(byte[] edges, byte[] from, byte[] to);
}

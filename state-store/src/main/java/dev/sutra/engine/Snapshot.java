package dev.sutra.engine;

import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowCursor;
import org.jspecify.annotations.Nullable;

/**
 * A consistent state of a store. Keeps files open until closed, so close it soon. Thread-safe; a
 * query that runs while another thread closes the snapshot fails with an {@link
 * IllegalStateException}.
 */
public interface Snapshot extends ConceptReader, AutoCloseable {
  /** The value of a row; null if there is none. */
  byte @Nullable [] row(byte[] key);

  /**
   * The first bytes of a row's value, at most {@link ConceptRow#HEADER_BYTES}; null if there is
   * none.
   */
  byte @Nullable [] header(byte[] key);

  /**
   * Rows in key order.
   *
   * @param from first key
   * @param to first key that is not included; null: to the end
   */
  RowCursor rows(byte[] from, byte @Nullable [] to);

  /** Sequence number of the last transaction in the snapshot. */
  long sequence();

  /** Idempotent. */
  @Override
  void close();
}

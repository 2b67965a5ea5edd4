package dev.sutra.engine;

import dev.sutra.record.RowCursor;
import org.jspecify.annotations.Nullable;

/**
 * A store as of one moment. Holds files open until closed: close it soon. Safe for use by many
 * threads; closing while another thread asks makes that call fail with an {@link
 * IllegalStateException}.
 */
public interface Snapshot extends ConceptReader, AutoCloseable {
  /** The value of a row, or null. */
  byte @Nullable [] row(byte[] key);

  /**
   * Rows in key order.
   *
   * @param from first key
   * @param to least key that is not included; null: to the end
   */
  RowCursor rows(byte[] from, byte @Nullable [] to);

  /** Number of the last transaction that it sees. */
  long sequence();

  /** Idempotent. */
  @Override
  void close();
}

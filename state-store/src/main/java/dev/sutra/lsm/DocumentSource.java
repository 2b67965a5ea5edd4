package dev.sutra.lsm;

import dev.sutra.record.LiveDocuments;
import dev.sutra.text.TextSource;
import dev.sutra.time.TimeSource;
import dev.sutra.vector.VectorSource;
import org.jspecify.annotations.Nullable;

/**
 * The concepts of one memtable or segment by document, as a snapshot sees them. Safe for use by
 * many threads while the snapshot is open.
 */
public sealed interface DocumentSource permits MemtableDocuments, SegmentDocuments {
  /** Which documents the snapshot sees. */
  LiveDocuments live();

  /** Their texts; null if there are none. */
  @Nullable TextSource texts();

  /** Their vectors; null if there are none. */
  @Nullable VectorSource vectors();

  /** Their times; null if there are none. */
  @Nullable TimeSource times();

  /** The key of a document's row. */
  byte[] key(int document);

  /** Reads several documents. */
  DocumentReader reader();

  /** The text of a document, or null. */
  @Nullable String text(int document);
}

package dev.sutra.lsm;

import dev.sutra.io.CorruptFileException;
import dev.sutra.record.LiveDocuments;
import dev.sutra.text.score.TextSource;
import dev.sutra.time.TimeSource;
import dev.sutra.vector.CellsSection;
import dev.sutra.vector.VectorView;
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

  /**
   * What a search for near vectors sees; null if there are none.
   *
   * @param filter which concepts are wanted; null: all
   */
  @Nullable VectorView vectorView(@Nullable RowFilter filter);

  /** Codes of their vectors; null if there are none, or none that can be used. */
  @Nullable CellsSection cells();

  /** Stops using damaged codes; false if the damage is not in codes of this source. */
  boolean giveUpCells(CorruptFileException damage);

  /** Their times; null if there are none. */
  @Nullable TimeSource times();

  /** The key of a document's row. */
  byte[] key(int document);

  /** Reads several documents. */
  DocumentReader reader();

  /** The text of a document, or null. */
  @Nullable String text(int document);
}

package dev.sutra.lsm.read;

import dev.sutra.attribute.AttributesSection;
import dev.sutra.io.CorruptFileException;
import dev.sutra.lsm.version.DocumentFilter;
import dev.sutra.record.LiveDocuments;
import dev.sutra.text.score.TextSource;
import dev.sutra.text.score.TextTotals;
import dev.sutra.time.TimeSource;
import dev.sutra.vector.VectorView;
import dev.sutra.vector.cells.CellsSection;
import org.jspecify.annotations.Nullable;

/**
 * The concepts of one memtable or segment by document, as a snapshot sees them. Thread-safe while
 * the snapshot is open.
 */
public interface DocumentSource {
  /** Returns the columns of their attributes; null if these are in the rows only. */
  @Nullable AttributesSection attributes();

  /** Returns the documents that the snapshot sees. */
  LiveDocuments live();

  /**
   * Returns those of them that a filter selects. The test of a document may take a read.
   *
   * @param filter null: all
   */
  LiveDocuments live(@Nullable DocumentFilter filter);

  /** Returns their texts; null if there are none. */
  @Nullable TextSource texts();

  /** Returns totals over the texts of the live ones. */
  TextTotals textTotals();

  /**
   * Returns the vectors for a similarity search; null if there are none.
   *
   * @param filter selects concepts; null: all
   */
  @Nullable VectorView vectorView(@Nullable DocumentFilter filter);

  /** Returns the codes of their vectors; null if there are none or they are not usable. */
  @Nullable CellsSection cells();

  /** Stops using damaged codes; returns false if other data than these codes is damaged. */
  boolean giveUpCells(CorruptFileException damage);

  /** Returns their times; null if there are none. */
  @Nullable TimeSource times();

  /** Returns the key of a document's row. */
  byte[] key(int document);

  /** Returns a reader for many documents. */
  DocumentReader reader();
}

package dev.sutra.lsm.read;

import dev.sutra.attribute.AttributesSection;
import dev.sutra.io.CorruptFileException;
import dev.sutra.lsm.version.DocumentFilter;
import dev.sutra.lsm.version.DocumentSelection;
import dev.sutra.lsm.version.SegmentHandle;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.LiveDocuments;
import dev.sutra.record.Liveness;
import dev.sutra.record.RowKeys;
import dev.sutra.segment.SegmentCursor;
import dev.sutra.segment.SegmentFormat;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.score.TextSource;
import dev.sutra.text.score.TextTotals;
import dev.sutra.time.TimeSource;
import dev.sutra.vector.VectorView;
import dev.sutra.vector.VectorsSection;
import dev.sutra.vector.cells.CellsSection;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The concepts of a segment, as of a sequence number. */
record SegmentDocuments(SegmentHandle handle, long sequence, TextAnalyzer analyzer)
    implements DocumentSource, LiveDocuments {
  @Override
  public @Nullable AttributesSection attributes() {
    return handle.segment().attributes();
  }

  @Override
  public LiveDocuments live() {
    return this;
  }

  @Override
  public LiveDocuments live(@Nullable DocumentFilter filter) {
    return filter == null ? this : selected(filter, false);
  }

  /**
   * The live documents that a filter selects.
   *
   * @param amongPossible whether only documents that possibly pass are asked for
   */
  private LiveDocuments selected(DocumentFilter filter, boolean amongPossible) {
    DocumentSelection selection = handle.filters().documents(filter);
    return amongPossible && selection.isDecided() ? this : new Selected(this, selection, filter);
  }

  @Override
  public boolean isLive(int document) {
    return !handle.liveness().isDead(document, sequence);
  }

  @Override
  public boolean allLive() {
    return handle.liveness().deaths() == 0;
  }

  @Override
  public Liveness liveness() {
    return handle.liveness();
  }

  @Override
  public @Nullable TextSource texts() {
    return handle.texts().get(analyzer);
  }

  @Override
  public TextTotals textTotals() {
    return handle.textTotals(sequence);
  }

  @Override
  public @Nullable VectorView vectorView(@Nullable DocumentFilter filter) {
    VectorsSection vectors = handle.segment().vectors();
    if (vectors == null) {
      return null;
    }
    return filter == null
        ? new VectorView(vectors, this)
        : VectorView.selected(
            vectors, selected(filter, true), handle.filters().vectors(filter, vectors));
  }

  @Override
  public @Nullable CellsSection cells() {
    return handle.cells().section();
  }

  @Override
  public boolean giveUpCells(CorruptFileException damage) {
    return damage.file().equals(SegmentFormat.fileName(handle.fileNumber()))
        && handle.cells().giveUp(damage);
  }

  @Override
  public @Nullable TimeSource times() {
    return handle.segment().times();
  }

  @Override
  public byte[] key(int document) {
    SegmentCursor cursor = handle.segment().cursor();
    cursor.seekOrdinal(document);
    return Arrays.copyOf(cursor.keyBuffer(), cursor.keyLength());
  }

  private byte[] value(int document) {
    SegmentCursor cursor = handle.segment().cursor();
    cursor.seekOrdinal(document);
    return cursor.valueWithoutVector();
  }

  @Override
  public DocumentReader reader() {
    return new Reader(handle.segment().cursor());
  }

  /** Reads with one cursor. */
  private record Reader(SegmentCursor cursor) implements DocumentReader {
    @Override
    public void moveTo(int document) {
      cursor.seekOrdinal(document);
    }

    @Override
    public String id() {
      return RowKeys.conceptId(cursor.keyBuffer(), cursor.keyLength());
    }

    @Override
    public @Nullable String text() {
      return ConceptRow.text(cursor.valueWithoutVector());
    }

    @Override
    public Concept concept(boolean withVector) {
      return withVector
          ? ConceptRow.decode(id(), cursor.value())
          : ConceptRow.decodeWithoutVector(id(), cursor.valueWithoutVector());
    }
  }

  /** The live documents that a filter selects. */
  private record Selected(
      SegmentDocuments documents, DocumentSelection selection, DocumentFilter filter)
      implements LiveDocuments {
    @Override
    public boolean isLive(int document) {
      return selection.possibly().get(document)
          && documents.isLive(document)
          && (selection.isDecided()
              || selection.surely().get(document)
              || filter.test(documents.key(document), documents.value(document)));
    }

    @Override
    public boolean allLive() {
      return false;
    }
  }
}

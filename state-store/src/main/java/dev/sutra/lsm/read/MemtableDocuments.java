package dev.sutra.lsm.read;

import dev.sutra.attribute.AttributesSection;
import dev.sutra.io.CorruptFileException;
import dev.sutra.lsm.version.DocumentFilter;
import dev.sutra.memtable.MemtableView;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.LiveDocuments;
import dev.sutra.record.RowKeys;
import dev.sutra.text.score.TextSource;
import dev.sutra.text.score.TextTotals;
import dev.sutra.time.TimeSource;
import dev.sutra.vector.VectorView;
import dev.sutra.vector.cells.CellsSection;
import org.jspecify.annotations.Nullable;

/** The concepts of a memtable. */
record MemtableDocuments(MemtableView view) implements DocumentSource {
  @Override
  public @Nullable AttributesSection attributes() {
    return null;
  }

  @Override
  public LiveDocuments live() {
    return view;
  }

  @Override
  public LiveDocuments live(@Nullable DocumentFilter filter) {
    return filter == null ? view : new Selected(this, filter);
  }

  @Override
  public TextSource texts() {
    return view.texts();
  }

  @Override
  public TextTotals textTotals() {
    return view.textTotals();
  }

  @Override
  public VectorView vectorView(@Nullable DocumentFilter filter) {
    if (filter == null) {
      return new VectorView(view.vectors(), view);
    }
    return new VectorView(view.vectors(), view, document -> passes(document, filter));
  }

  private boolean passes(int document, DocumentFilter filter) {
    return filter.test(view.key(document), view.documentValue(document));
  }

  @Override
  public @Nullable CellsSection cells() {
    return null;
  }

  @Override
  public boolean giveUpCells(CorruptFileException damage) {
    return false;
  }

  @Override
  public TimeSource times() {
    return view.times();
  }

  @Override
  public byte[] key(int document) {
    return view.key(document);
  }

  @Override
  public DocumentReader reader() {
    return new Reader(this);
  }

  /** Reads from memory. */
  private static final class Reader implements DocumentReader {
    private final MemtableDocuments documents;
    private int current;

    Reader(MemtableDocuments documents) {
      this.documents = documents;
    }

    @Override
    public void moveTo(int document) {
      current = document;
    }

    @Override
    public String id() {
      return RowKeys.conceptId(documents.key(current));
    }

    @Override
    public @Nullable String text() {
      return ConceptRow.text(documents.view.documentValue(current));
    }

    @Override
    public Concept concept(boolean withVector) {
      byte[] value = documents.view.documentValue(current);
      return withVector
          ? ConceptRow.decode(id(), value)
          : ConceptRow.decodeWithoutVector(id(), value);
    }
  }

  /** The visible documents that a filter selects. */
  private record Selected(MemtableDocuments documents, DocumentFilter filter)
      implements LiveDocuments {
    @Override
    public boolean isLive(int document) {
      return documents.view.isLive(document) && documents.passes(document, filter);
    }

    @Override
    public boolean allLive() {
      return false;
    }
  }
}

package dev.sutra.lsm;

import dev.sutra.memtable.MemtableView;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.LiveDocuments;
import dev.sutra.record.RowKeys;
import dev.sutra.text.TextSource;
import dev.sutra.time.TimeSource;
import dev.sutra.vector.VectorSource;
import org.jspecify.annotations.Nullable;

/** The concepts of a memtable. */
record MemtableDocuments(MemtableView view) implements DocumentSource {
  @Override
  public LiveDocuments live() {
    return view;
  }

  @Override
  public TextSource texts() {
    return view.texts();
  }

  @Override
  public VectorSource vectors() {
    return view.vectors();
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
  public @Nullable String text(int document) {
    return ConceptRow.text(view.documentValue(document));
  }

  @Override
  public DocumentReader reader() {
    return new Reader(this);
  }

  /** Reads what lies in memory anyway. */
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
      return documents.text(current);
    }
  }
}

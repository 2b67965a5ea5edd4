package dev.sutra.memtable;

import dev.sutra.record.LiveDocuments;
import dev.sutra.record.SortedRows;
import dev.sutra.text.score.TextSource;
import dev.sutra.text.score.TextTotals;
import dev.sutra.time.TimeSource;
import dev.sutra.vector.VectorSource;
import java.util.Arrays;

/**
 * A memtable as of a sequence number. Thread-safe.
 *
 * @param memtable the memtable
 * @param sequence of the last visible transaction
 * @param documents number of documents at that time
 */
public record MemtableView(Memtable memtable, long sequence, int documents)
    implements LiveDocuments {

  @Override
  public boolean isLive(int document) {
    return document < documents && !memtable.liveness().isDead(document, sequence);
  }

  /** Always false: documents may arrive while a reader counts. */
  @Override
  public boolean allLive() {
    return false;
  }

  /**
   * The texts, with those of all visible documents.
   *
   * @throws IllegalStateException if a text could not be indexed
   */
  public TextSource texts() {
    return memtable.texts().with(documents);
  }

  /** Totals over the texts of the live documents. */
  public TextTotals textTotals() {
    return memtable.texts().totals(documents, sequence);
  }

  /** At most so many texts are not indexed yet; {@link #texts} indexes them. */
  public int pendingTexts() {
    return memtable.texts().pending(documents);
  }

  public VectorSource vectors() {
    return memtable.vectors();
  }

  public TimeSource times() {
    return memtable.times();
  }

  /** A cursor before the first row. */
  public SortedRows rows() {
    return new MemtableCursor(memtable, sequence);
  }

  /** Address of the visible version of a row, or 0. */
  public int find(byte[] key) {
    return memtable.rows().find(key, 0, key.length, sequence);
  }

  public boolean isTombstone(int version) {
    return memtable.isTombstone(version);
  }

  /** The complete value of a version that is not a tombstone. */
  public byte[] value(int version) {
    return memtable.value(version);
  }

  /** The first bytes of such a value, at most {@link dev.sutra.record.ConceptRow#HEADER_BYTES}. */
  public byte[] header(int version) {
    return memtable.header(version);
  }

  /** The key of a document's row. */
  public byte[] key(int document) {
    RowVersions versions = memtable.rows().versions();
    int version = memtable.version(document);
    int start = RowVersions.keyOffset(version);
    return Arrays.copyOfRange(versions.chunk(version), start, start + versions.keyLength(version));
  }

  /** The complete value of a document's row. */
  public byte[] documentValue(int document) {
    return value(memtable.version(document));
  }
}

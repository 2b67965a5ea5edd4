package dev.sutra.memtable;

import dev.sutra.record.ConceptRow;
import dev.sutra.record.Liveness;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.buffer.TextBuffer;
import dev.sutra.text.score.RunningTotals;
import dev.sutra.text.score.TextTotals;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The text index of a memtable. It follows the rows: a text is indexed after its row was written,
 * in the background, or by the first thread that needs it. Documents are indexed in order, by one
 * thread at a time.
 *
 * <p>Thread-safe; {@link #written} is for the thread that writes the rows.
 */
final class MemtableTexts {
  // Most is taken by texts of a few words, each with a new one.
  private static final int INDEX_RATIO_MAX = 32;
  // The first texts of an index take much, since all their terms are new.
  private static final int INDEX_RATIO_YOUNG = 8;
  private static final int INDEX_RATIO_MIN = 2;
  private static final long YOUNG_BYTES = 64 << 10;

  private final RowVersions rows;
  private final IntUnaryOperator versions;
  private final Liveness liveness;
  private final TextBuffer index;
  private final RunningTotals dead;
  private final ReentrantLock lock = new ReentrantLock();
  // Documents whose rows are complete, how many have a text, and the bytes of the texts.
  private volatile int written;
  private volatile int writtenTexts;
  private volatile long writtenBytes;
  // The same of documents that are indexed; changed under the lock.
  private volatile int indexed;
  private volatile int indexedTexts;
  private volatile long indexedBytes;
  private volatile long heapBytes;
  private volatile @Nullable Throwable failure;

  /**
   * Creates an empty index.
   *
   * @param versions the row version of each document
   * @param liveness deaths of the documents
   */
  MemtableTexts(
      TextAnalyzer analyzer, RowVersions rows, IntUnaryOperator versions, Liveness liveness) {
    this.rows = rows;
    this.versions = versions;
    this.liveness = liveness;
    this.index = new TextBuffer(analyzer);
    this.dead = new RunningTotals(death -> index.lengthOf(liveness.death(death)));
    this.heapBytes = index.bytes();
  }

  /**
   * Notes that the row of the next document is complete.
   *
   * @param text where its text is, or {@link ConceptRow#NO_TEXT}; see {@link ConceptRow#textRange}
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  void written(long text) {
    if (text != ConceptRow.NO_TEXT) {
      writtenBytes += lengthOf(text);
      writtenTexts++;
    }
    written++;
  }

  /** Bytes of texts that are not indexed yet. */
  long pendingBytes() {
    long done = indexedBytes;
    return Math.max(0, writtenBytes - done);
  }

  /** At most so many texts, of the first so many documents, are not indexed yet. */
  int pending(int documents) {
    int done = indexedTexts;
    return indexed >= documents ? 0 : Math.max(0, writtenTexts - done);
  }

  /** Approximate heap use, bytes, with what the pending texts will take. */
  long bytes() {
    return heapBytes + indexRatio() * pendingBytes();
  }

  /** At most so many bytes the index is likely to take for each byte of text. */
  private long indexRatio() {
    long texts = indexedBytes;
    return texts < YOUNG_BYTES
        ? INDEX_RATIO_YOUNG
        : Math.clamp(1 + heapBytes / texts, INDEX_RATIO_MIN, INDEX_RATIO_MAX);
  }

  /**
   * Indexes texts that are pending.
   *
   * @param documentsMax how many documents at most
   * @return whether some are still pending
   * @throws IllegalStateException if a text could not be indexed, now or before
   */
  boolean indexSome(int documentsMax) {
    lock.lock();
    try {
      int to = (int) Math.min(written, (long) indexed + documentsMax);
      index(to);
      return to < written;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the index with the texts of at least so many documents.
   *
   * @throws IllegalStateException if a text could not be indexed, now or before
   */
  TextBuffer with(int documents) {
    if (indexed < documents) {
      lock.lock();
      try {
        index(documents);
      } finally {
        lock.unlock();
      }
    }
    return index;
  }

  /** Returns totals over the first {@code documents} that are live at a sequence. */
  TextTotals totals(int documents, long sequence) {
    TextTotals all = with(documents).totals(documents);
    return all.minus(dead.upTo(liveness.deathsAt(sequence)));
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Under the lock.
  private void index(int to) {
    Throwable earlier = failure;
    if (earlier != null) {
      // It may hold a part of the text.
      throw new IllegalStateException("the text index of the memtable is not usable", earlier);
    }
    long textBytes = 0;
    try {
      for (int document = indexed; document < to; document++) {
        textBytes += add(document);
        indexed = document + 1;
      }
    } catch (RuntimeException | Error e) {
      failure = e;
      throw new IllegalStateException("a text of the memtable cannot be indexed", e);
    } finally {
      // In this order: the texts count as pending until their index counts.
      heapBytes = index.bytes();
      indexedBytes += textBytes;
    }
  }

  /** Adds the text of a document; returns its bytes. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // Under the lock.
  private int add(int document) {
    int version = versions.applyAsInt(document);
    byte[] chunk = rows.chunk(version);
    int value = RowVersions.keyOffset(version) + rows.keyLength(version);
    long text = ConceptRow.textRange(chunk, value);
    if (text == ConceptRow.NO_TEXT) {
      return 0;
    }
    int from = (int) (text >>> Integer.SIZE);
    index.add(document, chunk, from, from + lengthOf(text));
    indexedTexts++;
    return lengthOf(text);
  }

  private static int lengthOf(long text) {
    return (int) text;
  }
}

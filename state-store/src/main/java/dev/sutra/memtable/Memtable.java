package dev.sutra.memtable;

import dev.sutra.record.ConceptRow;
import dev.sutra.record.Liveness;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.time.TimeBuffer;
import dev.sutra.vector.Similarity;
import dev.sutra.vector.VectorBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The newest rows of a store in memory, with the texts, vectors and times of the concepts among
 * them.
 *
 * <p>A document is a version of a concept row; documents are numbered in order of arrival. One
 * thread writes; concurrent readers use a {@code MemtableView}.
 */
public final class Memtable {
  private static final int NO_DOCUMENT = -1;
  private static final int NO_VECTOR = -1;
  private static final int DOCUMENTS_MIN = 16;

  private final RadixTree rows = new RadixTree();
  private final Liveness liveness = new Liveness();
  private final MemtableTexts texts;
  private final VectorBuffer vectors;
  private final TimeBuffer times = new TimeBuffer();
  // Indexed by document. Replaced, never shrunk: an array contains every document of its reader's
  // snapshot.
  private volatile int[] versions = new int[DOCUMENTS_MIN];
  private volatile int[] vectorOrdinals = new int[DOCUMENTS_MIN];
  private int documents;
  private int rowCount;
  private long lastSequence;

  public Memtable(TextAnalyzer analyzer, int dimension, Similarity similarity) {
    this.texts = new MemtableTexts(analyzer, rows.versions(), this::version, liveness);
    this.vectors = new VectorBuffer(dimension, similarity);
  }

  /**
   * Adds a row that is not a concept, or a tombstone of any row.
   *
   * @param valueLength −1 for a tombstone
   * @return the previous newest version, for {@link #isTombstone}; 0 if none
   */
  public int add(
      long sequence,
      byte[] key,
      int keyOffset,
      int keyLength,
      byte[] value,
      int valueOffset,
      int valueLength) {
    int version =
        rows.insert(
            sequence, key, keyOffset, keyLength, value, valueOffset, valueLength, NO_DOCUMENT);
    rowCount++;
    lastSequence = sequence;
    return rows.versions().older(version);
  }

  /** The document of a version that is a concept. */
  public int documentOf(int version) {
    return rows.versions().document(version);
  }

  /** Whether a document has a vector. */
  public boolean hasVector(int document) {
    return vectorOrdinals[document] != NO_VECTOR;
  }

  /** Whether a version is a tombstone. */
  public boolean isTombstone(int version) {
    return rows.versions().valueLength(version) < 0;
  }

  /**
   * Adds a concept row. Its text is indexed later: see {@link #indexSomeTexts}.
   *
   * @param vector the vector of the value; null if it has none
   * @return the previous newest version, for {@link #isTombstone} and {@link #documentOf}; 0 if
   *     none
   */
  public int addConcept(
      long sequence,
      byte[] key,
      int keyOffset,
      int keyLength,
      byte[] value,
      int valueOffset,
      int valueLength,
      float @Nullable [] vector) {
    int document = documents;
    if (document == versions.length) {
      versions = Arrays.copyOf(versions, 2 * document);
      vectorOrdinals = Arrays.copyOf(vectorOrdinals, 2 * document);
    }
    vectorOrdinals[document] = vector == null ? NO_VECTOR : vectors.add(document, vector);
    int length = valueLength - (vector == null ? 0 : 4 * vector.length);
    int version =
        rows.insert(sequence, key, keyOffset, keyLength, value, valueOffset, length, document);
    versions[document] = version;
    times.add(ConceptRow.updatedAt(value, valueOffset), document);
    documents++;
    rowCount++;
    lastSequence = sequence;
    texts.written(ConceptRow.textRange(value, valueOffset));
    return rows.versions().older(version);
  }

  /**
   * Indexes texts that were added and are not indexed yet, while no other thread does. Thread-safe.
   *
   * @param documentsMax how many documents at most
   * @return whether some are left
   * @throws IllegalStateException if a text could not be indexed, now or before
   */
  public boolean indexSomeTexts(int documentsMax) {
    return texts.indexSome(documentsMax);
  }

  /** Bytes of texts that are not indexed yet. Thread-safe. */
  public long pendingTextBytes() {
    return texts.pendingBytes();
  }

  /** The newest version of a row, committed or not; 0 if none. Writer thread only. */
  public int findNewest(byte[] key, int keyOffset, int keyLength) {
    return rows.find(key, keyOffset, keyLength, Long.MAX_VALUE);
  }

  /** Liveness of the documents. */
  public Liveness liveness() {
    return liveness;
  }

  /** Number of documents. Writer thread only. */
  public int documents() {
    return documents;
  }

  /**
   * Number of documents of transactions up to a sequence. Writer thread only; any thread once the
   * memtable is sealed.
   */
  public int documentsAt(long sequence) {
    if (sequence >= lastSequence) {
      return documents;
    }
    int low = 0;
    int high = documents;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (rows.versions().sequence(versions[middle]) <= sequence) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Number of row versions. Writer thread only. */
  public int rowCount() {
    return rowCount;
  }

  /** Sequence of the last transaction; 0 before the first. Writer thread only. */
  public long lastSequence() {
    return lastSequence;
  }

  /** Approximate heap use, bytes. Writer thread only. */
  public long bytes() {
    return rows.bytes()
        + liveness.bytes()
        + texts.bytes()
        + vectors.bytes()
        + times.bytes()
        + 8L * versions.length;
  }

  MemtableTexts texts() {
    return texts;
  }

  VectorBuffer vectors() {
    return vectors;
  }

  TimeBuffer times() {
    return times;
  }

  RadixTree rows() {
    return rows;
  }

  /** Address of the row version of a document. */
  int version(int document) {
    return versions[document];
  }

  int vectorOrdinal(int document) {
    return vectorOrdinals[document];
  }

  /** The complete value of a version that is not a tombstone. */
  byte[] value(int version) {
    RowVersions rowVersions = rows.versions();
    int start = RowVersions.keyOffset(version) + rowVersions.keyLength(version);
    int length = rowVersions.valueLength(version);
    byte[] chunk = rowVersions.chunk(version);
    float[] vector = vector(rowVersions.document(version));
    if (vector == null) {
      return Arrays.copyOfRange(chunk, start, start + length);
    }
    ByteBuffer value =
        ByteBuffer.allocate(length + 4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
    value.put(chunk, start, length).asFloatBuffer().put(vector);
    return value.array();
  }

  /** The first bytes of such a value, at most {@link ConceptRow#HEADER_BYTES}. */
  byte[] header(int version) {
    RowVersions rowVersions = rows.versions();
    int start = RowVersions.keyOffset(version) + rowVersions.keyLength(version);
    int length = Math.min(rowVersions.valueLength(version), ConceptRow.HEADER_BYTES);
    return Arrays.copyOfRange(rowVersions.chunk(version), start, start + length);
  }

  private float @Nullable [] vector(int document) {
    int ordinal = document < 0 ? NO_VECTOR : vectorOrdinals[document];
    return ordinal == NO_VECTOR ? null : vectors.get(ordinal);
  }
}

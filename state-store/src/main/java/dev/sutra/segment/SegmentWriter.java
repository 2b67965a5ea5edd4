package dev.sutra.segment;

import dev.sutra.attribute.AttributeCollector;
import dev.sutra.attribute.AttributesMerger;
import dev.sutra.attribute.AttributesSection;
import dev.sutra.io.OutputFile;
import dev.sutra.io.SectionOutput;
import dev.sutra.io.SectionedFileWriter;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowKeys;
import dev.sutra.time.TimesWriter;
import dev.sutra.vector.Similarity;
import dev.sutra.vector.VectorsWriter;
import dev.sutra.vector.cells.CellsWriter;
import dev.sutra.vector.cells.SelectedVectors;
import dev.sutra.vector.quantization.CellCodebook;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a segment: first all rows in key order, then texts and vectors of the documents, if any,
 * then codes of the vectors. Not thread-safe.
 */
public final class SegmentWriter implements AutoCloseable {
  private final SectionedFileWriter file;
  private final RowsWriter rows;
  private final @Nullable AttributeCollector attributes;
  private byte[] scratch = new byte[1024];
  private long[] times = new long[256];
  private int[] timeDocuments = new int[256];
  private int timeCount;
  private int[] vectorDocuments = new int[256];
  private int vectorCount;
  private int documents;

  private SegmentWriter(
      SectionedFileWriter file, long rowsMax, @Nullable AttributeCollector attributes)
      throws IOException {
    this.file = file;
    this.attributes = attributes;
    this.rows = new RowsWriter(file.begin(SegmentFormat.ROWS), rowsMax);
  }

  /**
   * Begins a segment in a new file. The caller closes the file.
   *
   * @param rowsMax upper bound of the number of rows
   */
  public static SegmentWriter create(OutputFile file, long rowsMax) throws IOException {
    return create(file, rowsMax, new AttributeCollector(Long.MAX_VALUE));
  }

  /**
   * Begins a segment in a new file. The caller closes the file.
   *
   * @param rowsMax upper bound of the number of rows
   * @param attributes collects the attributes of the rows; null if those of other segments are
   *     merged, see {@link #mergeAttributes}
   */
  public static SegmentWriter create(
      OutputFile file, long rowsMax, @Nullable AttributeCollector attributes) throws IOException {
    return new SegmentWriter(SectionedFileWriter.create(file), rowsMax, attributes);
  }

  /**
   * Adds a row. The value of a concept row with a vector must not include the vector's bytes; the
   * vector is written later, see {@link #beginVectors}.
   *
   * @param valueLength -1 for a tombstone
   * @return the row's ordinal
   */
  public int add(byte[] key, int keyLength, byte[] value, int valueOffset, int valueLength)
      throws IOException {
    if (key[0] != RowKeys.CONCEPT) {
      return rows.add(key, keyLength, value, valueOffset, valueLength);
    }
    int document = documents++;
    if (valueLength < 0) {
      return rows.add(key, keyLength, value, valueOffset, valueLength);
    }
    addTime(ConceptRow.updatedAt(value, valueOffset), document);
    if (attributes != null) {
      attributes.add(document, value, valueOffset);
    }
    if (!ConceptRow.hasVector(value, valueOffset)) {
      return rows.add(key, keyLength, value, valueOffset, valueLength);
    }
    int length = valueLength + SegmentFormat.VECTOR_ORDINAL_BYTES;
    if (scratch.length < length) {
      scratch = new byte[2 * length];
    }
    System.arraycopy(value, valueOffset, scratch, 0, valueLength);
    for (int i = 0; i < SegmentFormat.VECTOR_ORDINAL_BYTES; i++) {
      scratch[valueLength + i] = (byte) (vectorCount >>> (8 * i));
    }
    addVectorDocument(document);
    return rows.add(key, keyLength, scratch, 0, length);
  }

  /** Ends the rows. */
  public void endRows() throws IOException {
    rows.finish();
    rows.index().writeTo(file.begin(SegmentFormat.INDEX));
    rows.hashes().writeTo(file.begin(SegmentFormat.HASHES), rows.index().blocks());
    if (timeCount > 0) {
      TimesWriter.write(
          file.begin(SegmentFormat.TIMES),
          Arrays.copyOf(times, timeCount),
          Arrays.copyOf(timeDocuments, timeCount));
    }
    if (attributes != null && documents > 0) {
      attributes.write(file.begin(SegmentFormat.ATTRIBUTES), documents);
    }
  }

  /**
   * Writes the attributes of other segments, whose rows have been added.
   *
   * @param numbers for each segment, its documents in this one; -1 for those that are not in it
   * @param checkpoint called regularly; cancels by throwing an exception
   */
  public void mergeAttributes(
      List<AttributesSection> inputs, List<int[]> numbers, Runnable checkpoint) throws IOException {
    if (documents > 0) {
      AttributesMerger.merge(
          inputs, numbers, documents, file.begin(SegmentFormat.ATTRIBUTES), checkpoint);
    }
  }

  /** Number of concept rows, including tombstones. */
  public int documents() {
    return documents;
  }

  /** Number of rows with a vector. */
  public int vectors() {
    return vectorCount;
  }

  /** Begins the texts. */
  public SectionOutput beginText() throws IOException {
    return file.begin(SegmentFormat.TEXT);
  }

  /** Begins the vectors, which must be appended in the order of their rows. */
  public VectorsWriter beginVectors(int dimension, Similarity similarity) throws IOException {
    return VectorsWriter.begin(
        file.begin(SegmentFormat.VECTORS),
        dimension,
        similarity,
        Arrays.copyOf(vectorDocuments, vectorCount));
  }

  /**
   * Writes codes of the vectors for approximate search.
   *
   * @param checkpoint called regularly; cancels by throwing an exception
   */
  public void writeCells(CellCodebook codebook, SelectedVectors vectors, Runnable checkpoint)
      throws IOException {
    CellsWriter.write(file.begin(SegmentFormat.CELLS), codebook, vectors, checkpoint);
  }

  /** Completes the segment and forces the file. */
  public void finish(long fileNumber, long minSequence, long maxSequence) throws IOException {
    SectionOutput out = file.begin(SegmentFormat.IDENTITY);
    out.writeLong(fileNumber);
    out.writeLong(minSequence);
    out.writeLong(maxSequence);
    out.writeLong(documents);
    file.finish();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private void addTime(long time, int document) {
    if (timeCount == times.length) {
      times = Arrays.copyOf(times, 2 * timeCount);
      timeDocuments = Arrays.copyOf(timeDocuments, 2 * timeCount);
    }
    times[timeCount] = time;
    timeDocuments[timeCount++] = document;
  }

  private void addVectorDocument(int document) {
    if (vectorCount == vectorDocuments.length) {
      vectorDocuments = Arrays.copyOf(vectorDocuments, 2 * vectorCount);
    }
    vectorDocuments[vectorCount++] = document;
  }
}

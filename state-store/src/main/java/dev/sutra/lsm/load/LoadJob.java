package dev.sutra.lsm.load;

import dev.sutra.lsm.compaction.BackgroundOutput;
import dev.sutra.lsm.compaction.SegmentContents;
import dev.sutra.lsm.core.Counters;
import dev.sutra.lsm.core.TreeOptions;
import dev.sutra.lsm.version.LoadedSegment;
import dev.sutra.lsm.version.Version;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.Liveness;
import dev.sutra.record.RowKeys;
import dev.sutra.segment.SegmentWriter;
import dev.sutra.vector.VectorsWriter;
import dev.sutra.vector.quantization.Coding;
import java.io.IOException;
import java.util.Arrays;

/**
 * Writes the newest row of each key of a buffer to a segment without texts, and finds the rows of
 * older segments that it replaces. A tombstone is written only if there is a row to hide.
 */
final class LoadJob implements SegmentContents, LoadedSegment {
  private static final int ROWS_PER_CHECK = 1024;

  private final TreeOptions options;
  private final LoadBuffer buffer;
  private final long sequence;
  private final OlderRows older;
  private byte[] key = new byte[256];
  // Where the vectors of the segment are in the buffer.
  private int[] vectorOffsets = new int[256];
  private int tombstones;
  private int concepts;
  private int associations;
  private int vectors;
  private boolean hasTexts;

  /**
   * Prepares a job.
   *
   * @param version the segments before; held until {@link #prepare}
   * @param sequence of all rows
   */
  LoadJob(TreeOptions options, LoadBuffer buffer, Version version, long sequence) {
    this.options = options;
    this.buffer = buffer;
    this.sequence = sequence;
    this.older = new OlderRows(version);
  }

  @Override
  public void writeTo(BackgroundOutput file, long fileNumber, Coding coding) throws IOException {
    int[] order = RowOrder.of(buffer);
    try (SegmentWriter out = SegmentWriter.create(file, order.length)) {
      for (int i = 0; i < order.length; i++) {
        if (i % ROWS_PER_CHECK == 0) {
          // Rows that are dropped write nothing, and may be many.
          file.checkNotCancelled();
        }
        if (i + 1 == order.length || !isSameKey(order[i], order[i + 1])) {
          writeRow(order[i], out);
        }
      }
      out.endRows();
      if (out.vectors() > 0) {
        writeVectors(out);
      }
      out.finish(fileNumber, sequence, sequence);
    }
  }

  @Override
  public void prepare(Version current) {
    older.moveTo(current);
  }

  @Override
  public Counters replace(Counters before) {
    older.kill(sequence);
    return before.plus(concepts, associations, vectors);
  }

  @Override
  public long minSequence() {
    return sequence;
  }

  @Override
  public long maxSequence() {
    return sequence;
  }

  @Override
  public int tombstones() {
    return tombstones;
  }

  @Override
  public boolean textsPending() {
    return hasTexts;
  }

  @Override
  public Liveness liveness() {
    return new Liveness();
  }

  private boolean isSameKey(int a, int b) {
    int length = buffer.keyLength(a);
    if (buffer.keyLength(b) != length) {
      return false;
    }
    byte[] bytes = buffer.bytes();
    int atA = buffer.keyOffset(a);
    int atB = buffer.keyOffset(b);
    return Arrays.equals(bytes, atA, atA + length, bytes, atB, atB + length);
  }

  private void writeRow(int row, SegmentWriter out) throws IOException {
    int keyLength = buffer.keyLength(row);
    if (key.length < keyLength) {
      key = new byte[2 * keyLength];
    }
    byte[] bytes = buffer.bytes();
    System.arraycopy(bytes, buffer.keyOffset(row), key, 0, keyLength);
    int valueLength = buffer.valueLength(row);
    boolean concept = key[0] == RowKeys.CONCEPT;
    // The other half of an association is not counted.
    boolean existed = (valueLength < 0 || key[0] != RowKeys.EDGE_IN) && older.find(key, keyLength);
    if (existed) {
      replaced(concept);
    }
    if (valueLength < 0) {
      if (existed) {
        tombstones++;
        out.add(key, keyLength, bytes, 0, -1);
      }
    } else if (concept) {
      writeConcept(keyLength, buffer.valueOffset(row), valueLength, out);
    } else {
      associations += key[0] == RowKeys.EDGE_OUT ? 1 : 0;
      out.add(key, keyLength, bytes, buffer.valueOffset(row), valueLength);
    }
  }

  private void replaced(boolean concept) {
    if (concept) {
      concepts--;
      vectors -= older.hasVector() ? 1 : 0;
      older.toKill();
    } else if (key[0] == RowKeys.EDGE_OUT) {
      associations--;
    }
  }

  private void writeConcept(int keyLength, int value, int valueLength, SegmentWriter out)
      throws IOException {
    concepts++;
    byte[] bytes = buffer.bytes();
    hasTexts |= ConceptRow.hasText(bytes, value);
    int plainLength = valueLength;
    if (ConceptRow.hasVector(bytes, value)) {
      plainLength -= Float.BYTES * options.dimension();
      addVector(out.vectors(), value + plainLength);
      vectors++;
    }
    out.add(key, keyLength, bytes, value, plainLength);
  }

  private void addVector(int at, int offset) {
    if (at == vectorOffsets.length) {
      vectorOffsets = Arrays.copyOf(vectorOffsets, 2 * at);
    }
    vectorOffsets[at] = offset;
  }

  private void writeVectors(SegmentWriter out) throws IOException {
    VectorsWriter writer = out.beginVectors(options.dimension(), options.similarity());
    float[] vector = new float[options.dimension()];
    for (int i = 0; i < out.vectors(); i++) {
      ConceptRow.readVector(buffer.bytes(), vectorOffsets[i], Float.BYTES * vector.length, vector);
      writer.append(vector);
    }
    writer.finish();
  }
}

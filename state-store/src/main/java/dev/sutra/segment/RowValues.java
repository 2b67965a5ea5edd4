package dev.sutra.segment;

import static dev.sutra.io.Layouts.BYTE;
import static dev.sutra.io.Layouts.INT;
import static dev.sutra.segment.SegmentFormat.VECTOR_ORDINAL_BYTES;

import dev.sutra.io.Section;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowKeys;
import dev.sutra.vector.VectorsSection;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of a segment's rows. The rows section stores the ordinal of a concept's vector
 * instead of the vector, which is in the vectors section. Thread-safe.
 */
final class RowValues {
  static final byte[] TOMBSTONE = {};

  private final Section rows;
  private final MemorySegment memory;
  private final @Nullable VectorsSection vectors;

  RowValues(Section rows, @Nullable VectorsSection vectors) {
    this.rows = rows;
    this.memory = rows.memory();
    this.vectors = vectors;
  }

  /** The value of the cursor's row, with its vector. */
  byte[] value(BlockCursor cursor) {
    return value(cursor.keyBuffer(), cursor.valueOffset(), cursor.valueLength());
  }

  /** The same, given the row's key and the position of its stored value. */
  byte[] value(byte[] key, long offset, int length) {
    rows.verify(offset, length);
    if (!hasVector(key, offset, length)) {
      return bytes(offset, length, length);
    }
    int stored = length - VECTOR_ORDINAL_BYTES;
    VectorsSection section = requiredVectors(offset);
    int ordinal = vectorOrdinal(offset, length);
    if (ordinal < 0 || ordinal >= section.size()) {
      throw rows.corrupt(offset, "a row with vector " + ordinal + " of " + section.size());
    }
    byte[] value = bytes(offset, stored, stored + 4 * section.dimension());
    section.copyTo(ordinal, value, stored);
    return value;
  }

  /** The first bytes of a stored value, at most {@link ConceptRow#HEADER_BYTES}. */
  byte[] header(long offset, int length) {
    int copied = Math.min(length, ConceptRow.HEADER_BYTES);
    rows.verify(offset, copied);
    return bytes(offset, copied, copied);
  }

  /** The value without the vector and without the vector ordinal. */
  byte[] valueWithoutVector(BlockCursor cursor) {
    long offset = cursor.valueOffset();
    int length = cursor.valueLength() - (hasVector(cursor) ? VECTOR_ORDINAL_BYTES : 0);
    rows.verify(offset, length);
    return bytes(offset, length, length);
  }

  /**
   * Copies the start of the value, as much as fits, and returns the length of the complete value.
   */
  int copyValue(BlockCursor cursor, byte[] target) {
    boolean vector = hasVector(cursor);
    int stored = cursor.valueLength() - (vector ? VECTOR_ORDINAL_BYTES : 0);
    int copied = Math.min(target.length, stored);
    rows.verify(cursor.valueOffset(), copied);
    MappedBytes.copy(memory, cursor.valueOffset(), target, 0, copied);
    return vector ? stored + 4 * requiredVectors(cursor.valueOffset()).dimension() : stored;
  }

  /** Whether the row is a concept with a vector. */
  boolean hasVector(BlockCursor cursor) {
    return hasVector(cursor.keyBuffer(), cursor.valueOffset(), cursor.valueLength());
  }

  private boolean hasVector(byte[] key, long offset, int length) {
    if (key[0] != RowKeys.CONCEPT) {
      return false;
    }
    rows.verify(offset, length);
    boolean vector = length > 1 && ConceptRow.hasVector(memory.get(BYTE, offset + 1));
    if (vector && length < VECTOR_ORDINAL_BYTES + 2) {
      throw rows.corrupt(offset, "a row with a vector of " + length + " bytes");
    }
    return vector;
  }

  /** The ordinal of the row's vector. The row must have one. */
  int vectorOrdinal(BlockCursor cursor) {
    return vectorOrdinal(cursor.valueOffset(), cursor.valueLength());
  }

  private int vectorOrdinal(long offset, int length) {
    return memory.get(INT, offset + length - VECTOR_ORDINAL_BYTES);
  }

  private VectorsSection requiredVectors(long offset) {
    if (vectors == null) {
      throw rows.corrupt(offset, "a row with a vector in a segment without any");
    }
    return vectors;
  }

  private byte[] bytes(long offset, int length, int room) {
    byte[] bytes = new byte[room];
    MemorySegment.copy(memory, BYTE, offset, bytes, 0, length);
    return bytes;
  }
}

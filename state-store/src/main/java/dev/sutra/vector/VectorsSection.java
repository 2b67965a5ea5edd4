package dev.sutra.vector;

import static dev.sutra.io.Layouts.BYTE;
import static dev.sutra.io.Layouts.FLOAT;
import static dev.sutra.io.Layouts.INT;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Section;
import dev.sutra.io.SectionOutput;
import dev.sutra.record.Limits;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * The vectors of a segment, read from its mapped file; see the package page for the bytes.
 *
 * <p>All methods that read vectors throw {@link dev.sutra.io.CorruptFileException} if a page is
 * corrupt.
 */
public final class VectorsSection extends VectorSource {
  static final int HEADER_BYTES = 16;
  static final int VECTORS_ALIGNMENT = 64;

  private final Section section;
  private final MemorySegment memory;
  private final int dimension;
  private final int size;
  private final long vectorsOffset;
  private final long normsOffset;

  private VectorsSection(Section section, int dimension, int size, Similarity similarity) {
    super(dimension, similarity);
    this.section = section;
    this.memory = section.memory();
    this.dimension = dimension;
    this.size = size;
    this.vectorsOffset = vectorsOffset(size);
    this.normsOffset = vectorsOffset + 4L * dimension * size;
  }

  /**
   * Opens a section. Reads only its header.
   *
   * @throws dev.sutra.io.CorruptFileException if the header is corrupt or does not match the length
   */
  public static VectorsSection open(Section section) {
    section.verify(0, HEADER_BYTES);
    MemorySegment memory = section.memory();
    int dimension = memory.get(INT, 0);
    int size = memory.get(INT, 4);
    int code = Byte.toUnsignedInt(memory.get(BYTE, 8));
    if (dimension < 1 || dimension > Limits.DIMENSION_MAX) {
      throw section.corrupt(0, "vectors of " + dimension + " components");
    }
    if (size < 0) {
      throw section.corrupt(4, "a negative number of vectors");
    }
    Similarity similarity = Similarity.ofCode(code);
    if (similarity == null) {
      throw section.corrupt(8, "unknown similarity " + code);
    }
    long norms = similarity == Similarity.COSINE ? 4L * size : 0;
    long expected = vectorsOffset(size) + 4L * dimension * size + norms;
    if (expected != section.length()) {
      throw section.corrupt(
          4, size + " vectors need " + expected + " bytes, not " + section.length());
    }
    return new VectorsSection(section, dimension, size, similarity);
  }

  @Override
  public int size() {
    return size;
  }

  /** Bytes of the section. */
  public long bytes() {
    return section.length();
  }

  @Override
  public int documentOf(int ordinal) {
    Objects.checkIndex(ordinal, size);
    long offset = HEADER_BYTES + 4L * ordinal;
    section.verify(offset, 4);
    int document = memory.get(INT, offset);
    if (document < 0) {
      throw section.corrupt(offset, "a negative document number");
    }
    return document;
  }

  /**
   * Finds the first vector of a document or a later one, in time logarithmic in its distance.
   *
   * @param from ordinal to start at; earlier vectors are known to be of earlier documents
   * @return its ordinal; {@link #size} if there is none
   */
  public int firstAtOrAfter(int document, int from) {
    int low = from;
    int high = from;
    for (int step = 1; high < size && documentOf(high) < document; step <<= 1) {
      low = high + 1;
      high = (int) Math.min(size, (long) high + step);
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (documentOf(middle) < document) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return high;
  }

  @Override
  public float[] get(int ordinal) {
    float[] vector = new float[dimension];
    long offset = verifiedOffset(ordinal);
    MemorySegment.copy(memory, FLOAT, offset, vector, 0, dimension);
    return vector;
  }

  /** Copies a vector's {@code 4 × dimension} bytes, little-endian, as they are stored. */
  public void copyTo(int ordinal, byte[] destination, int offset) {
    MemorySegment.copy(memory, BYTE, verifiedOffset(ordinal), destination, offset, 4 * dimension);
  }

  @Override
  public void scores(VectorQuery query, int firstOrdinal, int count, float[] scores) {
    Objects.checkFromIndexSize(firstOrdinal, count, size);
    long start = offset(firstOrdinal);
    long vectorBytes = 4L * dimension;
    section.verify(start, count * vectorBytes);
    if (similarity() == Similarity.COSINE) {
      long norms = normsOffset + 4L * firstOrdinal;
      section.verify(norms, 4L * count);
      for (int i = 0; i < count; i++) {
        float norm = memory.get(FLOAT, norms + 4L * i);
        scores[i] = query.score(memory, start + i * vectorBytes, norm);
      }
    } else {
      for (int i = 0; i < count; i++) {
        scores[i] = query.score(memory, start + i * vectorBytes, 1);
      }
    }
  }

  @Override
  public void addTo(VectorBatch batch, int ordinal) {
    batch.add(ordinal, memory, verifiedOffset(ordinal), inverseNorm(ordinal));
  }

  /** The offset of a vector, after verifying its pages. */
  long verifiedOffset(int ordinal) {
    Objects.checkIndex(ordinal, size);
    long offset = offset(ordinal);
    section.verify(offset, 4L * dimension);
    return offset;
  }

  CorruptFileException corrupt(long offset, String reason) {
    return section.corrupt(offset, reason);
  }

  @Override
  void writeTo(SectionOutput output, int ordinal) throws IOException {
    output.writeBytes(memory, verifiedOffset(ordinal), 4L * dimension);
  }

  @Override
  float inverseNorm(int ordinal) {
    Objects.checkIndex(ordinal, size);
    if (similarity() != Similarity.COSINE) {
      return 1;
    }
    long offset = normsOffset + 4L * ordinal;
    section.verify(offset, 4);
    return memory.get(FLOAT, offset);
  }

  private long offset(int ordinal) {
    return vectorsOffset + 4L * dimension * ordinal;
  }

  private static long vectorsOffset(int size) {
    return (HEADER_BYTES + 4L * size + VECTORS_ALIGNMENT - 1) & -VECTORS_ALIGNMENT;
  }
}

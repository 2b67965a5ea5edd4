package dev.sutra.vector;

import dev.sutra.io.SectionOutput;
import dev.sutra.record.Limits;
import java.io.IOException;

/**
 * Writes a vectors section; see the package documentation for the byte layout.
 *
 * <p>Call {@link #begin}, append one vector per document, then call {@link #finish}. Not
 * thread-safe.
 */
public final class VectorsWriter {
  private final SectionOutput output;
  private final int dimension;
  private final Similarity similarity;
  // Written after the vectors, because they are known only then.
  private final float[] inverseNorms;
  private int appended;

  private VectorsWriter(SectionOutput output, int dimension, Similarity similarity, int count) {
    this.output = output;
    this.dimension = dimension;
    this.similarity = similarity;
    this.inverseNorms = new float[count];
  }

  /**
   * Begins a section at the start of its output.
   *
   * @param documents the documents that have a vector, ascending
   * @throws IllegalArgumentException if the dimension is out of its limits or the documents do not
   *     ascend
   */
  public static VectorsWriter begin(
      SectionOutput output, int dimension, Similarity similarity, int[] documents)
      throws IOException {
    if (dimension < 1 || dimension > Limits.DIMENSION_MAX) {
      throw new IllegalArgumentException(
          "dimension is " + dimension + "; 1 to " + Limits.DIMENSION_MAX + " is allowed");
    }
    int last = -1;
    for (int document : documents) {
      if (document <= last) {
        throw new IllegalArgumentException("document " + document + " is not above " + last);
      }
      last = document;
    }
    output.writeInt(dimension);
    output.writeInt(documents.length);
    output.writeByte(similarity.code());
    output.align(VectorsSection.HEADER_BYTES);
    for (int document : documents) {
      output.writeInt(document);
    }
    output.align(VectorsSection.VECTORS_ALIGNMENT);
    return new VectorsWriter(output, dimension, similarity, documents.length);
  }

  /**
   * Appends the vector of the next document.
   *
   * @throws IllegalArgumentException if its dimension differs or it fails {@link
   *     Similarity#validate}
   */
  public void append(float[] vector) throws IOException {
    checkDimension(vector.length);
    count(similarity.inverseNorm(vector));
    output.writeFloats(vector, 0, dimension);
  }

  /**
   * Appends a vector of a memtable or another segment, unchanged.
   *
   * @throws IllegalArgumentException if dimension or similarity differ
   */
  public void append(VectorSource from, int ordinal) throws IOException {
    checkDimension(from.dimension());
    if (from.similarity() != similarity) {
      throw new IllegalArgumentException(
          "vectors stored for " + from.similarity() + " are appended to those for " + similarity);
    }
    count(from.inverseNorm(ordinal));
    from.writeTo(output, ordinal);
  }

  /**
   * Completes the section.
   *
   * @throws IllegalStateException if vectors are missing
   */
  public void finish() throws IOException {
    if (appended != inverseNorms.length) {
      throw new IllegalStateException(
          appended + " vectors were appended for " + inverseNorms.length + " documents");
    }
    if (similarity == Similarity.COSINE) {
      output.writeFloats(inverseNorms, 0, inverseNorms.length);
    }
  }

  private void count(float inverseNorm) {
    if (appended == inverseNorms.length) {
      throw new IllegalStateException("all " + appended + " documents have their vector");
    }
    inverseNorms[appended++] = inverseNorm;
  }

  private void checkDimension(int actual) {
    if (actual != dimension) {
      throw new IllegalArgumentException(
          "vector has " + actual + " components; " + dimension + " are needed");
    }
  }
}

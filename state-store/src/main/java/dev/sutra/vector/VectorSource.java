package dev.sutra.vector;

import dev.sutra.io.SectionOutput;
import java.io.IOException;

/**
 * The vectors of one memtable or segment. An ordinal, 0 to {@code size() − 1}, names a vector;
 * ordinals ascend with the document. Thread-safe.
 *
 * <p>An ordinal outside that range raises {@link IndexOutOfBoundsException}.
 */
public abstract class VectorSource {
  private final int dimension;
  private final Similarity similarity;

  VectorSource(int dimension, Similarity similarity) {
    this.dimension = dimension;
    this.similarity = similarity;
  }

  /** Components of each vector. */
  public final int dimension() {
    return dimension;
  }

  /** The similarity that the vectors are stored for. */
  public final Similarity similarity() {
    return similarity;
  }

  /** How many vectors can be read. The number grows in a memtable. */
  public abstract int size();

  /** The document of a vector. */
  public abstract int documentOf(int ordinal);

  /** A copy of a vector, as it was added. */
  public abstract float[] get(int ordinal);

  /**
   * The exact scores of consecutive vectors.
   *
   * @param query of the same dimension and similarity; see {@link #checkFits}
   * @param scores gets {@code count} scores from its start
   */
  public abstract void scores(VectorQuery query, int firstOrdinal, int count, float[] scores);

  /** Adds a vector to a batch, which scores it to the same bits as {@link #scores}. */
  public abstract void addTo(VectorBatch batch, int ordinal);

  /** The stored inverse norm of a vector; see {@link Similarity#inverseNorm}. */
  abstract float inverseNorm(int ordinal);

  /** Writes the components of a vector, little-endian. */
  abstract void writeTo(SectionOutput output, int ordinal) throws IOException;

  /** Copies a vector, scaled to length 1 under {@link Similarity#COSINE}. */
  public final void copyScaled(int ordinal, float[] out, int offset) {
    similarity.copyScaled(get(ordinal), out, offset);
  }

  /**
   * Checks that a query can be scored against these vectors.
   *
   * @throws IllegalArgumentException if dimension or similarity differ
   */
  public final void checkFits(VectorQuery query) {
    if (query.dimension() != dimension) {
      throw new IllegalArgumentException(
          "the query has "
              + query.dimension()
              + " components; the stored vectors have "
              + dimension);
    }
    if (query.similarity() != similarity) {
      throw new IllegalArgumentException(
          "the query asks for "
              + query.similarity()
              + "; the vectors are stored for "
              + similarity);
    }
  }
}

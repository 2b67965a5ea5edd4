package dev.sutra.vector;

/**
 * The vectors of one memtable or segment, by ordinal: 0 to {@code size() − 1}, ascending with the
 * document. Safe for use by many threads.
 *
 * <p>An ordinal outside that range raises {@link IndexOutOfBoundsException}.
 */
public interface VectorSource {
  /** Components of each vector. */
  int dimension();

  /** What the vectors are stored for. */
  Similarity similarity();

  /** How many vectors can be read; in a memtable it grows. */
  int size();

  /** The document that has this vector. */
  int documentOf(int ordinal);

  /** A copy of the vector as it was given. */
  float[] get(int ordinal);

  /** The exact score of one vector; dimension and similarity must be the query's. */
  float score(VectorQuery query, int ordinal);

  /**
   * The exact scores of consecutive vectors; the same bits as from {@link #score}.
   *
   * @param scores gets {@code count} scores from its start
   */
  void scores(VectorQuery query, int firstOrdinal, int count, float[] scores);

  /** Adds a vector to those that are scored together. */
  void addTo(VectorBatch batch, int ordinal);
}

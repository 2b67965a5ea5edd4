package dev.sutra.app.embed;

/**
 * Turns a text into a vector.
 *
 * <p>The same text always gives the same bits, so that replaying a topic gives the same store.
 * Implementations are safe for use by several threads.
 */
public interface Embedder extends AutoCloseable {
  /** Returns the number of components of each vector. */
  int dimension();

  /**
   * Returns the vector of a text: a new array of {@link #dimension()} finite components, of
   * Euclidean length 1.
   *
   * @param text any text, also an empty one; the model's limit truncates it
   * @throws IllegalStateException if the embedder is closed, or the model fails
   */
  float[] embed(String text);

  /** Returns the name of the model; vectors of different models cannot be compared. */
  String name();

  /** Waits for running calls and frees the model. Idempotent. */
  @Override
  void close();
}

package dev.sutra.app.service;

import dev.sutra.vector.Similarity;

/**
 * The fixed properties of the store.
 *
 * @param store its name
 * @param topic of the events
 * @param dimension length of every vector
 * @param similarity how vectors are compared
 */
public record StoreShape(String store, String topic, int dimension, Similarity similarity) {
  void checkVector(float[] vector) {
    if (vector.length != dimension) {
      throw new IllegalArgumentException(
          "vector has " + vector.length + " components; this store's dimension is " + dimension);
    }
    similarity.validate(vector);
  }
}

package dev.sutra.app.service;

import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.avro.ConceptUpserted;
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
  /** Checks the vector of an event, if it has one. */
  void check(ConceptEvent event) {
    if (event.getPayload() instanceof ConceptUpserted upserted) {
      float[] vector = ConceptEvents.vector(upserted);
      if (vector != null) {
        checkVector(vector);
      }
    }
  }

  void checkVector(float[] vector) {
    if (vector.length != dimension) {
      throw new IllegalArgumentException(
          "vector has " + vector.length + " components; this store's dimension is " + dimension);
    }
    similarity.validate(vector);
  }
}

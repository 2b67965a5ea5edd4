package dev.sutra.kafka;

import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * A concept beside its row's value, so that the engine need not decode the value again.
 *
 * @param value the concept as {@link ConceptRow} encodes it; not copied
 */
// Values are compared by identity only.
@SuppressWarnings("ArrayRecordComponent")
record EncodedConcept(Concept concept, byte[] value) {
  static EncodedConcept of(Concept concept, @Nullable SourcePosition source) {
    return new EncodedConcept(concept, ConceptRow.encode(concept, source));
  }
}

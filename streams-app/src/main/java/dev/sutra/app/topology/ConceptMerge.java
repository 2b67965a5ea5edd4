package dev.sutra.app.topology;

import dev.sutra.app.embed.Embedder;
import dev.sutra.record.Concept;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.avro.ConceptUpserted;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a concept is after an upsert.
 *
 * <p>A vector that is not given is derived from the text where there is an embedder. It is kept as
 * long as the text stays the same, so that a replay costs no embedding.
 */
final class ConceptMerge {
  private final @Nullable Embedder embedder;
  private final EventCounters counters;

  ConceptMerge(@Nullable Embedder embedder, EventCounters counters) {
    this.embedder = embedder;
    this.counters = counters;
  }

  /**
   * Applies an upsert.
   *
   * @param existing what the store holds, or null
   * @param timestamp event time, ms since the epoch
   * @throws IllegalArgumentException naming what is wrong with the event
   */
  Concept merge(@Nullable Concept existing, ConceptUpserted event, long timestamp) {
    Concept.Builder concept =
        event.getPartial() && existing != null
            ? existing.toBuilder()
            : Concept.builder(event.getId()).createdAt(timestamp);
    boolean whole = !event.getPartial();
    if (whole || event.getText() != null) {
      concept.text(event.getText());
    }
    Map<String, Object> attributes = event.getAttributes();
    if (attributes != null) {
      concept.attributes(attributes);
    }
    if (event.getStrength() != null) {
      concept.strength(event.getStrength());
    }
    if (event.getConfidence() != null) {
      concept.confidence(event.getConfidence());
    }
    float[] vector = ConceptEvents.vector(event);
    if (vector != null) {
      concept.vector(vector);
    }
    Concept merged = concept.updatedAt(timestamp).build();
    return vector != null ? merged : withDerivedVector(existing, merged);
  }

  private Concept withDerivedVector(@Nullable Concept existing, Concept merged) {
    String text = merged.text();
    if (embedder == null) {
      return merged;
    }
    if (existing != null && existing.vector() != null && Objects.equals(existing.text(), text)) {
      return merged.toBuilder().vector(existing.vector()).build();
    }
    if (text == null || text.isBlank()) {
      return merged;
    }
    counters.embedded();
    return merged.toBuilder().vector(embedder.embed(text)).build();
  }
}

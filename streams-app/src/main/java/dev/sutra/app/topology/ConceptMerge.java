package dev.sutra.app.topology;

import dev.sutra.app.embed.Embedder;
import dev.sutra.record.Concept;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.avro.ConceptUpserted;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Computes the concept that results from an upsert.
 *
 * <p>If the event has no vector and there is an embedder, the vector is derived from the text. It
 * is kept while the text stays the same, so that replaying events does not embed again.
 */
final class ConceptMerge {
  private final @Nullable Embedder embedder;
  private final EventCounters counters;

  ConceptMerge(@Nullable Embedder embedder, EventCounters counters) {
    this.embedder = embedder;
    this.counters = counters;
  }

  /**
   * Whether the result of an upsert depends on the stored concept, apart from {@code createdAt}.
   */
  boolean readsExisting(ConceptUpserted event) {
    return event.getPartial() || (embedder != null && event.getVector() == null);
  }

  /**
   * Applies an upsert.
   *
   * @param existing the stored concept; null if there is none, or {@link #readsExisting} is false
   * @param timestamp event time, ms since the epoch
   * @throws IllegalArgumentException naming the invalid field of the event
   */
  Concept merge(@Nullable Concept existing, ConceptUpserted event, long timestamp) {
    Concept base = event.getPartial() ? existing : null;
    Concept.Builder concept = base == null ? Concept.builder(event.getId()) : base.toBuilder();
    concept.createdAt(existing == null ? timestamp : existing.createdAt()).updatedAt(timestamp);
    String text = base != null && event.getText() == null ? base.text() : event.getText();
    concept.text(text);
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
      return concept.vector(vector).build();
    }
    if (embedder == null) {
      return concept.build();
    }
    // The vector of another text would still be found by similarity.
    Concept sameText = existing != null && Objects.equals(existing.text(), text) ? existing : null;
    Concept merged = concept.vector(sameText == null ? null : sameText.vector()).build();
    return merged.vector() == null ? withDerivedVector(merged) : merged;
  }

  private Concept withDerivedVector(Concept concept) {
    String text = concept.text();
    if (embedder == null || text == null || text.isBlank()) {
      return concept;
    }
    counters.embedded();
    return concept.toBuilder().vector(embedder.embed(text)).build();
  }
}

package dev.sutra.kafka.streams;

import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.kafka.ConceptStore;
import dev.sutra.record.Concept;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Looks for a stored concept that an event resembles, and stores the event's if there is none. */
final class DuplicateProcessor<K, V, R> extends StoreProcessor<K, V, R> {
  private final Deduplication<K, V> deduplication;
  private final BiFunction<V, @Nullable Hit, @Nullable R> joiner;

  DuplicateProcessor(
      String store,
      Deduplication<K, V> deduplication,
      BiFunction<V, @Nullable Hit, @Nullable R> joiner) {
    super(store);
    this.deduplication = deduplication;
    this.joiner = joiner;
  }

  @Override
  @Nullable R answer(ConceptStore store, K key, V value, InvalidEvents invalid) {
    Hit original = null;
    boolean stored = false;
    try {
      Concept concept = deduplication.conceptOf().apply(key, value);
      float[] vector = concept == null ? null : concept.vector();
      if (concept != null && vector != null) {
        original = original(store, concept.id(), vector);
        if (original == null) {
          store.put(concept);
          stored = true;
        }
      }
    } catch (IllegalArgumentException e) {
      invalid.count(e);
    }
    if (!stored) {
      store.markProcessed();
    }
    return joiner.apply(value, original);
  }

  private @Nullable Hit original(ConceptStore store, String id, float[] vector) {
    SimilarQuery query = new SimilarQuery(vector, 1, deduplication.threshold(), false, id);
    List<Hit> hits = store.similar(deduplication.tuning().apply(query)).items();
    return hits.isEmpty() ? null : hits.getFirst();
  }
}

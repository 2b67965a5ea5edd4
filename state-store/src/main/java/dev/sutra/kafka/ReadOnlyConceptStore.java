package dev.sutra.kafka;

import dev.sutra.engine.ConceptReader;
import dev.sutra.record.Concept;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * The reads of a {@link ConceptStore}, and what {@code KafkaStreams.store} returns for {@link
 * ConceptStores#queryable}: there, all partitions of this instance read as one store.
 *
 * <p>Each read of one partition sees one moment. Thread-safe. A closed store raises {@link
 * org.apache.kafka.streams.errors.InvalidStateStoreException}; get it from {@code KafkaStreams}
 * again then.
 *
 * <p>Iterators are in the order of the ids' UTF-8 bytes and show the moment at which they were
 * opened. They keep files open until they are closed. After their store is closed they may raise
 * {@link IllegalStateException}.
 */
// Not a ReadOnlyKeyValueStore: TopologyTestDriver.getStateStore does not return those.
public interface ReadOnlyConceptStore extends ConceptReader {
  /** The concept of this id, or null. */
  default @Nullable Concept get(String id) {
    return concept(id);
  }

  /**
   * The concepts of a range of ids.
   *
   * @param from first id; null: from the start
   * @param to last id, inclusive; null: to the end
   */
  KeyValueIterator<String, Concept> range(@Nullable String from, @Nullable String to);

  /** All concepts. */
  KeyValueIterator<String, Concept> all();

  /** The concepts whose ids begin with this prefix. */
  KeyValueIterator<String, Concept> prefixScan(String prefix);
}

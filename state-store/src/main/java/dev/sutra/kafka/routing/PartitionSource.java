package dev.sutra.kafka.routing;

import dev.sutra.kafka.ConceptQuery;
import java.util.Map;
import java.util.Set;

/** Copies of partitions, in this instance or in others. Thread-safe. */
interface PartitionSource {
  /**
   * Queries some partitions once.
   *
   * @return by partition; one that cannot be reached is missing
   */
  <R> Map<Integer, PartitionAnswer<R>> query(
      ConceptQuery<R> query, Set<Integer> partitions, QueryOptions options);
}

package dev.sutra.app.service;

import dev.sutra.kafka.ConceptQuery;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.QueryResult;

/** The copies of the store that are in this instance, whatever state they are in. */
interface PartitionedStore {
  /**
   * Asks some partitions once.
   *
   * @param bound what a copy must have seen to answer
   * @return by partition; a partition that is not here fails or is missing
   */
  <R> Map<Integer, QueryResult<R>> query(
      ConceptQuery<R> query, Set<Integer> partitions, Position bound);
}

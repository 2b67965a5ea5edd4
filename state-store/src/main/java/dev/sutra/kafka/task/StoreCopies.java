package dev.sutra.kafka.task;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryResult;

/** The copies of the store in this instance, in any state. */
public interface StoreCopies {
  /**
   * Queries some partitions once.
   *
   * @param query a {@link dev.sutra.kafka.ConceptQuery}, or one as of the last commit
   * @param bound the position that a copy must have reached to answer
   * @return by partition; a partition that is not local fails or is missing
   */
  <R> Map<Integer, QueryResult<R>> query(Query<R> query, Set<Integer> partitions, Position bound);
}

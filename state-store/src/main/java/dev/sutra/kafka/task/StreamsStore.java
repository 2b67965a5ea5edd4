package dev.sutra.kafka.task;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queries the store of a Kafka Streams instance. It does not use {@code requireActive}: Kafka
 * Streams ignores the position bound of such a request, and refuses all partitions of a thread
 * while one of them is restored. Thread-safe.
 */
public final class StreamsStore implements StoreCopies {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsStore.class);

  private final KafkaStreams streams;
  private final String store;

  public StreamsStore(KafkaStreams streams, String store) {
    this.streams = streams;
    this.store = store;
  }

  @Override
  public <R> Map<Integer, QueryResult<R>> query(
      Query<R> query, Set<Integer> partitions, Position bound) {
    try {
      return streams
          .query(
              StateQueryRequest.inStore(store)
                  .withQuery(query)
                  .withPartitions(partitions)
                  .withPositionBound(PositionBound.at(bound)))
          .getPartitionResults();
    } catch (InvalidStateStoreException e) {
      // Not started, or stopped.
      LOG.debug("the store cannot be queried", e);
      return Map.of();
    }
  }
}

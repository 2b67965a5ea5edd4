package dev.sutra.bench.streams;

import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsNotStartedException;
import org.apache.kafka.streams.errors.StreamsStoppedException;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.StateQueryRequest;

/** Results of queries to applications with one partition. */
final class Answers {
  private Answers() {}

  /** The result; empty if there is none, or the store does not answer at the moment. */
  static <R> Optional<R> only(KafkaStreams streams, StateQueryRequest<R> request) {
    try {
      return streams.query(request).getPartitionResults().values().stream()
          .filter(QueryResult::isSuccess)
          .map(QueryResult::getResult)
          .filter(result -> result != null)
          .findFirst();
    } catch (StreamsNotStartedException | StreamsStoppedException e) {
      return Optional.empty();
    }
  }
}

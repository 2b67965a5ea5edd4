package dev.sutra.app.service;

import dev.sutra.app.rest.RateLimitedLog;
import dev.sutra.app.rest.ReadOptions;
import dev.sutra.app.rest.ServiceException;
import dev.sutra.kafka.ConceptQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.apache.kafka.streams.query.StateQueryResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts questions to the partitions of the store, and waits for those that are not as far as the
 * caller asks for. Thread-safe.
 */
final class StoreQueries {
  private static final Logger LOG = LoggerFactory.getLogger(StoreQueries.class);
  private static final RateLimitedLog ERRORS = new RateLimitedLog(LOG);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final long POLL_MS = 5;

  private final KafkaStreams streams;
  private final String store;
  private final String topic;
  private final InstanceState instance;

  StoreQueries(KafkaStreams streams, String store, String topic, InstanceState instance) {
    this.streams = streams;
    this.store = store;
    this.topic = topic;
    this.instance = instance;
  }

  /** The partition of a concept. */
  int partitionOf(String id) {
    try {
      KeyQueryMetadata metadata = streams.queryMetadataForKey(store, id, new StringSerializer());
      if (metadata != null && !metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
        return metadata.partition();
      }
    } catch (InvalidStateStoreException e) {
      LOG.debug("no metadata yet", e);
    }
    throw starting();
  }

  /** Asks all partitions. */
  <R> PartitionAnswers<R> askAll(ConceptQuery<R> query, ReadOptions options) {
    Set<Integer> all = new HashSet<>();
    int count = instance.partitions();
    if (count == 0) {
      throw starting();
    }
    for (int partition = 0; partition < count; partition++) {
      all.add(partition);
    }
    return ask(query, all, options);
  }

  /**
   * Asks some partitions.
   *
   * @throws ServiceException if one cannot answer and the options do not allow that, or if the time
   *     is over before it is as far as asked for
   */
  <R> PartitionAnswers<R> ask(ConceptQuery<R> query, Set<Integer> asked, ReadOptions options) {
    String token = options.minPosition();
    Position wanted = token == null ? Position.emptyPosition() : PositionToken.parse(token, topic);
    long deadline = System.nanoTime() + options.timeout().toNanos();
    Map<Integer, R> results = new HashMap<>();
    Position seen = Position.emptyPosition();
    Set<Integer> open = new HashSet<>(asked);
    while (true) {
      StateQueryResult<R> answers = run(query, open, notCommitted(wanted));
      Set<Integer> behind = new HashSet<>();
      List<Integer> failed = new ArrayList<>();
      for (int partition : open) {
        QueryResult<R> answer = answers.getPartitionResults().get(partition);
        if (answer != null && answer.isSuccess()) {
          results.put(partition, answer.getResult());
          if (answer.getPosition() != null) {
            seen.merge(answer.getPosition());
          }
        } else if (answer != null && answer.getFailureReason() == FailureReason.NOT_UP_TO_BOUND) {
          behind.add(partition);
        } else {
          note(partition, answer);
          failed.add(partition);
        }
      }
      if (behind.isEmpty()) {
        return checked(new PartitionAnswers<>(results, failed, seen), options);
      }
      open = behind;
      open.addAll(failed);
      if (System.nanoTime() + POLL_MS * 1_000_000 > deadline) {
        throw ServiceException.timeout("min_position is not visible yet");
      }
      pause();
    }
  }

  /**
   * What of a position the stream has not committed yet. The rest is surely applied, even where the
   * store does not know: after a restore it takes its position from its rows, and a record that
   * removed something left none.
   */
  private Position notCommitted(Position wanted) {
    Map<TopicPartition, Long> committed = instance.committedOffsets();
    Position open = Position.emptyPosition();
    wanted
        .getPartitionPositions(topic)
        .forEach(
            (partition, offset) -> {
              TopicPartition input = new TopicPartition(topic, partition);
              if (committed.getOrDefault(input, 0L) <= offset) {
                open.withComponent(topic, partition, offset);
              }
            });
    return open;
  }

  private <R> StateQueryResult<R> run(ConceptQuery<R> query, Set<Integer> asked, Position wanted) {
    try {
      return streams.query(
          StateQueryRequest.inStore(store)
              .withQuery(query)
              .withPartitions(asked)
              .withPositionBound(PositionBound.at(wanted)));
    } catch (InvalidStateStoreException e) {
      LOG.debug("the store cannot be queried yet", e);
      throw starting();
    }
  }

  private <R> PartitionAnswers<R> checked(PartitionAnswers<R> answers, ReadOptions options) {
    boolean enough = options.allowPartial() && !answers.results().isEmpty();
    if (!answers.failed().isEmpty() && !enough) {
      throw ServiceException.unavailable(
          "partitions " + answers.failed() + " cannot answer now", RETRY_AFTER);
    }
    return answers;
  }

  private static void note(int partition, @Nullable QueryResult<?> answer) {
    if (answer == null) {
      return;
    }
    if (ConceptQuery.isInvalid(answer)) {
      throw new IllegalArgumentException(answer.getFailureMessage());
    }
    if (answer.getFailureReason() == FailureReason.STORE_EXCEPTION) {
      ERRORS.error("partition {} failed: {}", partition, answer.getFailureMessage());
    }
  }

  private static ServiceException starting() {
    return ServiceException.unavailable("the store is still starting", RETRY_AFTER);
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ServiceException.timeout("the request's time is over");
    }
  }
}

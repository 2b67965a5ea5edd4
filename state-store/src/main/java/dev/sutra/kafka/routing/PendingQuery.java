package dev.sutra.kafka.routing;

import dev.sutra.kafka.ConceptQuery;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.QueryResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The progress of one query over its partitions. Not thread-safe. */
final class PendingQuery<R> {
  private static final QuietLog LOG = new QuietLog(LoggerFactory.getLogger(PendingQuery.class));

  private final boolean partial;
  private final boolean copiesMayAnswer;
  private final Map<Integer, R> results = new HashMap<>();
  private final Set<Integer> copies = new HashSet<>();
  private final Set<Integer> behind = new HashSet<>();
  private final Set<Integer> away = new HashSet<>();
  private final Set<Integer> broken = new HashSet<>();
  private final Position seen = Position.emptyPosition();

  /**
   * Starts a query.
   *
   * @param asked partitions
   */
  PendingQuery(Set<Integer> asked, QueryOptions options) {
    this.partial = options.allowPartial();
    this.copiesMayAnswer = options.copiesMayAnswer();
    behind.addAll(asked);
  }

  /** The partitions to query now: those that have neither answered nor failed. */
  Set<Integer> open() {
    Set<Integer> open = new HashSet<>(behind);
    open.addAll(away);
    return open;
  }

  /** Whether a partition cannot answer at present. */
  boolean hasFailed() {
    return !failed().isEmpty();
  }

  /** Whether another attempt is useless. */
  boolean isOver() {
    return behind.isEmpty() || (!partial && hasFailed());
  }

  /**
   * Takes an answer; null: nobody could be asked.
   *
   * @throws IllegalArgumentException if the query is invalid
   */
  void take(int partition, @Nullable PartitionAnswer<R> given) {
    behind.remove(partition);
    away.remove(partition);
    if (given == null || !(given.active() || copiesMayAnswer)) {
      away.add(partition);
      return;
    }
    QueryResult<R> answer = given.result();
    if (answer.isSuccess()) {
      results.put(partition, answer.getResult());
      if (answer.getPosition() != null) {
        seen.merge(answer.getPosition());
      }
      if (!given.active()) {
        copies.add(partition);
      }
    } else if (ConceptQuery.isInvalid(answer)) {
      throw new IllegalArgumentException(answer.getFailureMessage());
    } else if (answer.getFailureReason() == FailureReason.NOT_UP_TO_BOUND) {
      behind.add(partition);
    } else if (answer.getFailureReason() == FailureReason.STORE_EXCEPTION) {
      LOG.warn("partition {} failed: {}", partition, answer.getFailureMessage());
      broken.add(partition);
    } else {
      away.add(partition);
    }
  }

  /** The results; partitions that are still behind count as failed. */
  PartitionAnswers<R> answers() {
    Set<Integer> missing = failed();
    missing.addAll(behind);
    return new PartitionAnswers<>(
        results, new Coverage(results.keySet(), missing, copies, seen.copy()));
  }

  private Set<Integer> failed() {
    Set<Integer> failed = new HashSet<>(away);
    failed.addAll(broken);
    return failed;
  }
}

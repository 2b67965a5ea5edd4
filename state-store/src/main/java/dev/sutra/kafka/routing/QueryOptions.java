package dev.sutra.kafka.routing;

import java.time.Duration;
import org.apache.kafka.streams.query.Position;

/**
 * The options of a query over all partitions.
 *
 * @param minPosition an answer waits until its copy has reached this
 * @param copiesMayAnswer whether standbys and copies that are being restored may answer
 * @param allowPartial whether a result that lacks partitions is accepted
 * @param committed whether copies answer as of their last commit; see {@link
 *     dev.sutra.kafka.ConceptQuery#committed}
 * @param timeout maximum duration of the query, over all instances
 */
public record QueryOptions(
    Position minPosition,
    boolean copiesMayAnswer,
    boolean allowPartial,
    boolean committed,
    Duration timeout) {
  /** No position, active copies, all partitions, as of now, ten seconds. */
  public static final QueryOptions DEFAULT =
      new QueryOptions(Position.emptyPosition(), false, false, Duration.ofSeconds(10));

  public QueryOptions {
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("the timeout is " + timeout + "; it must be positive");
    }
  }

  /** Options of queries that see all writes, committed or not. */
  public QueryOptions(
      Position minPosition, boolean copiesMayAnswer, boolean allowPartial, Duration timeout) {
    this(minPosition, copiesMayAnswer, allowPartial, false, timeout);
  }

  /** The same with another timeout. */
  public QueryOptions withTimeout(Duration other) {
    return new QueryOptions(minPosition, copiesMayAnswer, allowPartial, committed, other);
  }

  /** The same as of the last commit of each copy. */
  public QueryOptions asOfCommit() {
    return new QueryOptions(minPosition, copiesMayAnswer, allowPartial, true, timeout);
  }

  /**
   * The same with what is left of the timeout since a moment, at least a millisecond: for the next
   * step of a query.
   *
   * @param startNanos of {@link System#nanoTime}
   */
  public QueryOptions since(long startNanos) {
    Duration left = timeout.minusNanos(System.nanoTime() - startNanos);
    return withTimeout(left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left);
  }

  QueryOptions partial() {
    return new QueryOptions(minPosition, copiesMayAnswer, true, committed, timeout);
  }
}

package dev.sutra.kafka.routing;

import java.time.Duration;
import org.apache.kafka.streams.query.Position;

/**
 * The options of a query over all partitions.
 *
 * @param minPosition an answer waits until its copy has reached this
 * @param copiesMayAnswer whether standbys and copies that are being restored may answer
 * @param allowPartial whether a result that lacks partitions is accepted
 * @param timeout maximum duration of the query, over all instances
 */
public record QueryOptions(
    Position minPosition, boolean copiesMayAnswer, boolean allowPartial, Duration timeout) {
  /** No position, active copies, all partitions, ten seconds. */
  public static final QueryOptions DEFAULT =
      new QueryOptions(Position.emptyPosition(), false, false, Duration.ofSeconds(10));

  public QueryOptions {
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("the timeout is " + timeout + "; it must be positive");
    }
  }

  /** The same with another timeout. */
  public QueryOptions withTimeout(Duration other) {
    return new QueryOptions(minPosition, copiesMayAnswer, allowPartial, other);
  }

  /** The same with what is left of the timeout since a moment, at least a millisecond. */
  QueryOptions since(long startNanos) {
    Duration left = timeout.minusNanos(System.nanoTime() - startNanos);
    return withTimeout(left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left);
  }

  QueryOptions partial() {
    return new QueryOptions(minPosition, copiesMayAnswer, true, timeout);
  }
}

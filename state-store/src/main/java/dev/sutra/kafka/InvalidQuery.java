package dev.sutra.kafka;

import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.QueryResult;

/**
 * Marks a failed result whose query is at fault rather than the store. Kafka's {@link
 * FailureReason} is closed and has no such reason, so the message carries the mark.
 */
final class InvalidQuery {
  private static final String PREFIX = "invalid query: ";

  private InvalidQuery() {}

  static <R> QueryResult<R> result(IllegalArgumentException cause) {
    return QueryResult.forFailure(FailureReason.STORE_EXCEPTION, PREFIX + cause.getMessage());
  }

  static boolean isMarked(QueryResult<?> result) {
    return result.isFailure() && result.getFailureMessage().startsWith(PREFIX);
  }
}

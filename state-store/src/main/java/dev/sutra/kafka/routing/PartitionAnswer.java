package dev.sutra.kafka.routing;

import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.QueryResult;

/**
 * The answer of one copy of a partition.
 *
 * @param active whether the copy was the active one, and restored, while it answered
 */
record PartitionAnswer<R>(QueryResult<R> result, boolean active) {
  /** Whether this needs no other copy: a result, or a failure that any copy would repeat. */
  boolean isFinal(boolean copiesMayAnswer) {
    boolean mayAnswer = active || copiesMayAnswer;
    return mayAnswer
        && (result.isSuccess()
            || result.getFailureReason() == FailureReason.NOT_UP_TO_BOUND
            || result.getFailureReason() == FailureReason.STORE_EXCEPTION);
  }
}

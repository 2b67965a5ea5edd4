package dev.sutra.kafka;

import dev.sutra.io.CorruptFileException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.QueryResult;
import org.jspecify.annotations.Nullable;

/** Runs queries on snapshots; a failure of the store becomes a failed result. */
final class QueryAnswers {
  private QueryAnswers() {}

  /**
   * Runs a query unless the store is behind the bound.
   *
   * @param query takes a snapshot and answers from it
   * @param position of the store, taken before the snapshot: the snapshot includes it
   * @param partition of the task
   */
  static <R extends @Nullable Object> QueryResult<R> answer(
      Supplier<R> query, Position position, PositionBound bound, int partition) {
    if (!permits(position, bound, partition)) {
      return QueryResult.notUpToBound(position, bound, partition);
    }
    try {
      return QueryResult.forResult(query.get());
    } catch (IllegalArgumentException e) {
      return InvalidQuery.result(e);
    } catch (InvalidStateStoreException e) {
      // The task is being closed or migrated.
      return QueryResult.forFailure(FailureReason.NOT_PRESENT, String.valueOf(e.getMessage()));
    } catch (IllegalStateException
        | UncheckedIOException
        | CorruptFileException
        | StreamsException e) {
      return QueryResult.forFailure(FailureReason.STORE_EXCEPTION, String.valueOf(e.getMessage()));
    }
  }

  /** Whether a position has reached the bound in this partition of each topic. */
  static boolean permits(Position position, PositionBound bound, int partition) {
    for (String topic : bound.position().getTopics()) {
      Long wanted = bound.position().getPartitionPositions(topic).get(partition);
      Map<Integer, Long> seen = position.getPartitionPositions(topic);
      if (wanted != null && seen.getOrDefault(partition, -1L) < wanted) {
        return false;
      }
    }
    return true;
  }
}

package dev.sutra.app.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What every read takes.
 *
 * @param minPosition token of a write or an earlier answer: wait until it is visible; null: no wait
 * @param consistency who may answer
 * @param allowPartial whether an answer without all partitions is better than none
 * @param timeout when the answer is no longer wanted
 */
public record ReadOptions(
    @Nullable String minPosition, Consistency consistency, boolean allowPartial, Duration timeout) {

  /** Who may answer for a partition. */
  public enum Consistency {
    /** Its active copy, when it is restored. */
    ACTIVE,
    /** Any copy that is here: a standby, or one that is being restored, as well. */
    STANDBY_OK
  }

  /** How many items a result has when a request names no {@code limit}. */
  public static final int LIMIT_DEFAULT = 10;

  /** The default when a request names no {@code timeout_ms}. */
  public static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(10);

  /** The longest {@code timeout_ms}. */
  public static final Duration TIMEOUT_MAX = Duration.ofSeconds(60);

  /** No wait for a position, active tasks, all partitions, the default time. */
  public static final ReadOptions DEFAULT =
      new ReadOptions(null, Consistency.ACTIVE, false, TIMEOUT_DEFAULT);
}

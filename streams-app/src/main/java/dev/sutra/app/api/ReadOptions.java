package dev.sutra.app.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The options of every read.
 *
 * @param minPosition token of a write or an earlier result: the read waits until it is visible;
 *     null: no wait
 * @param consistency which copies may answer
 * @param allowPartial whether a result that lacks partitions is accepted
 * @param timeout maximum duration of the read
 */
public record ReadOptions(
    @Nullable String minPosition, Consistency consistency, boolean allowPartial, Duration timeout) {

  /** Which copy of a partition may answer. */
  public enum Consistency {
    /** The active copy, once it is restored. */
    ACTIVE,
    /** Any local copy, also a standby or one that is being restored. */
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

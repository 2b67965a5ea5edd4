package dev.sutra.app.service;

import dev.sutra.kafka.routing.Coverage;
import dev.sutra.kafka.task.ActivePartitions;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of an instance: its partitions, its lag, and why it is hindered or stopped.
 * Thread-safe.
 */
public final class InstanceState implements AutoCloseable {
  private final ActivePartitions active = new ActivePartitions();
  private volatile int partitions;
  private volatile @Nullable InputLag inputLag;
  private volatile @Nullable StoreLag storeLag;
  private volatile @Nullable String hindrance;
  private volatile @Nullable String failure;

  /** The topics exist, and the number of partitions is known. */
  public void topicsKnown(int partitions, InputLag inputLag, StoreLag storeLag) {
    this.inputLag = inputLag;
    this.storeLag = storeLag;
    this.partitions = partitions;
  }

  /**
   * The stream makes no progress, for a reason that is shown to the user.
   *
   * @param reason null: it makes progress again
   */
  public void hindered(@Nullable String reason) {
    hindrance = reason;
  }

  /**
   * The stream has stopped permanently, for a reason that is shown to the user. Only the first
   * reason is kept; later ones are consequences.
   */
  public synchronized void failed(String reason) {
    if (failure == null) {
      failure = reason;
    }
  }

  /** The partitions that are active here and restored. */
  public ActivePartitions active() {
    return active;
  }

  /** Number of partitions of the store; 0 while unknown. */
  public int partitions() {
    return partitions;
  }

  /** Why the stream has stopped permanently, or null. */
  public @Nullable String failure() {
    return failure;
  }

  /** Why the stream makes no progress, or null. */
  @Nullable String hindrance() {
    return hindrance;
  }

  /**
   * Input records that the stream has committed since the start of the topics. It grows with
   * progress.
   */
  public long committedRecords() {
    InputLag known = inputLag;
    return known == null ? 0 : known.committedRecords();
  }

  /** Whether it is known that the stream has committed all input records. */
  public boolean caughtUp() {
    return inputLags().map(lags -> lags.values().stream().allMatch(lag -> lag == 0)).orElse(false);
  }

  /** The lag of the partitions that answered, summed; null: unknown. */
  @Nullable Long lag(Coverage coverage) {
    long sum = 0;
    for (int partition : coverage.answered()) {
      Long lag = lag(partition, coverage.copies().contains(partition));
      if (lag == null) {
        return null;
      }
      sum += lag;
    }
    return sum;
  }

  /**
   * The lag of a partition: input records not committed and, for a copy that is not active,
   * changelog records not read; null: unknown.
   */
  @Nullable Long lag(int partition, boolean copy) {
    Long input = inputLags().map(lags -> lags.get(partition)).orElse(null);
    Long store = copy ? storeLags().map(lags -> lags.get(partition)).orElse(null) : Long.valueOf(0);
    return input == null || store == null ? null : Long.valueOf(input + store);
  }

  private Optional<Map<Integer, Long>> inputLags() {
    return Optional.ofNullable(inputLag).flatMap(InputLag::lags);
  }

  /** Changelog records that the local copies have not read, by partition; empty: unknown. */
  Optional<Map<Integer, Long>> storeLags() {
    return Optional.ofNullable(storeLag).flatMap(StoreLag::lags);
  }

  /** As {@link #storeLags}; empty while unknown. */
  public Map<Integer, Long> localLags() {
    return storeLags().orElse(Map.of());
  }

  @Override
  public void close() {
    InputLag input = inputLag;
    if (input != null) {
      input.close();
    }
    StoreLag store = storeLag;
    if (store != null) {
      store.close();
    }
  }
}

package dev.sutra.app.service;

import dev.sutra.app.topology.ActivePartitions;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes known of an instance as it starts, and why it stopped. Thread-safe. */
public final class InstanceState implements AutoCloseable {
  private final ActivePartitions active = new ActivePartitions();
  private volatile int partitions;
  private volatile @Nullable InputLag inputLag;
  private volatile @Nullable StoreLag storeLag;
  private volatile @Nullable String hindrance;
  private volatile @Nullable String failure;

  /** The topics are there: the store has so many partitions. */
  public void topicsKnown(int partitions, InputLag inputLag, StoreLag storeLag) {
    this.inputLag = inputLag;
    this.storeLag = storeLag;
    this.partitions = partitions;
  }

  /**
   * The stream does not get on for now, for a reason that the user may read.
   *
   * @param reason null: it gets on again
   */
  public void hindered(@Nullable String reason) {
    hindrance = reason;
  }

  /**
   * The stream has stopped for good, for a reason that the user may read. The first reason counts:
   * what follows follows from it.
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

  /** Number of partitions of the store; 0 while that is not known. */
  public int partitions() {
    return partitions;
  }

  /** Why the stream has stopped for good, or null. */
  public @Nullable String failure() {
    return failure;
  }

  /** Why the stream does not get on for now, or null. */
  @Nullable String hindrance() {
    return hindrance;
  }

  /**
   * Input records that the stream has committed, since the topics begin: it grows with progress.
   */
  public long committedRecords() {
    InputLag known = inputLag;
    return known == null ? 0 : known.committedRecords();
  }

  /** Whether it is known that the stream has committed all input records. */
  public boolean caughtUp() {
    return inputLags().map(lags -> lags.values().stream().allMatch(lag -> lag == 0)).orElse(false);
  }

  /** How far what answered is behind, summed over its partitions; null: not known. */
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
   * How far a partition is behind: input records not committed and, of a copy that is not the
   * active one, changelog records not read; null: not known.
   */
  @Nullable Long lag(int partition, boolean copy) {
    Long input = inputLags().map(lags -> lags.get(partition)).orElse(null);
    Long store = copy ? storeLags().map(lags -> lags.get(partition)).orElse(null) : Long.valueOf(0);
    return input == null || store == null ? null : Long.valueOf(input + store);
  }

  private Optional<Map<Integer, Long>> inputLags() {
    return Optional.ofNullable(inputLag).flatMap(InputLag::lags);
  }

  /** Changelog records that the copies here have not read, by partition; empty: not known. */
  Optional<Map<Integer, Long>> storeLags() {
    return Optional.ofNullable(storeLag).flatMap(StoreLag::lags);
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

package dev.sutra.app.service;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What becomes known of an instance as it starts, and why it stopped. Thread-safe. */
public final class InstanceState implements AutoCloseable {
  private volatile int partitions;
  private volatile @Nullable InputLag inputLag;
  private volatile @Nullable String hindrance;
  private volatile @Nullable String failure;

  /** The topics are there: the store has so many partitions. */
  public void topicsKnown(int partitions, InputLag inputLag) {
    this.inputLag = inputLag;
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
    return committedOffsets().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether no input record is known that the stream has not committed. */
  public boolean caughtUp() {
    return lags().values().stream().allMatch(lag -> lag == 0);
  }

  /** Input records known and not yet applied, by partition. */
  Map<Integer, Long> lags() {
    InputLag known = inputLag;
    return known == null ? Map.of() : known.lags();
  }

  /** The next offset of each input partition that the stream has not committed. */
  Map<TopicPartition, Long> committedOffsets() {
    InputLag known = inputLag;
    return known == null ? Map.of() : known.committedOffsets();
  }

  @Override
  public void close() {
    InputLag known = inputLag;
    if (known != null) {
      known.close();
    }
  }
}

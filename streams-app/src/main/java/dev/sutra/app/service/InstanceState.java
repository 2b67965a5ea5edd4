package dev.sutra.app.service;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What becomes known of an instance as it starts, and why it stopped. Thread-safe. */
public final class InstanceState implements AutoCloseable {
  private volatile int partitions;
  private volatile @Nullable InputLag inputLag;
  private volatile @Nullable String failure;

  /** The topics are there: the store has so many partitions. */
  public void topicsKnown(int partitions, InputLag inputLag) {
    this.inputLag = inputLag;
    this.partitions = partitions;
  }

  /** The stream has stopped for good, for a reason that the user may read. */
  public void failed(String reason) {
    failure = reason;
  }

  /** Number of partitions of the store; 0 while that is not known. */
  public int partitions() {
    return partitions;
  }

  /** Why the stream has stopped for good, or null. */
  public @Nullable String failure() {
    return failure;
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

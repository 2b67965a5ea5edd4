package dev.sutra.app.service;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What becomes known of an instance as it starts, and why it stopped. Thread-safe. */
public final class InstanceState implements AutoCloseable {
  private volatile int partitions;
  private volatile @Nullable EndOffsets endOffsets;
  private volatile @Nullable String failure;

  /** The topics are there: the store has so many partitions. */
  public void topicsKnown(int partitions, EndOffsets endOffsets) {
    this.endOffsets = endOffsets;
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

  Map<TopicPartition, Long> ends() {
    EndOffsets known = endOffsets;
    return known == null ? Map.of() : known.ends();
  }

  @Override
  public void close() {
    EndOffsets known = endOffsets;
    if (known != null) {
      known.close();
    }
  }
}

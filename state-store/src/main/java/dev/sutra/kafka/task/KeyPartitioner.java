package dev.sutra.kafka.task;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Partitions keys as Kafka's default producer does: by murmur2 of their bytes.
 *
 * <p>The mirrors sink uses it explicitly, so that no producer setting can change the partition.
 */
public final class KeyPartitioner implements StreamPartitioner<byte[], byte[]> {
  /** The partition of a key, given the number of partitions. */
  public static int partition(byte[] key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }

  @Override
  public Optional<Set<Integer>> partitions(
      String topic, byte[] key, byte[] value, int numPartitions) {
    return Optional.of(Set.of(partition(key, numPartitions)));
  }
}

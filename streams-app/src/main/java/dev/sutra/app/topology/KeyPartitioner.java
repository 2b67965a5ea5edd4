package dev.sutra.app.topology;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * The partition of a key as Kafka's own producers choose it: murmur2 of its bytes.
 *
 * <p>The sink of the mirrors is given it, so that no setting of the producer sends them elsewhere.
 */
public final class KeyPartitioner implements StreamPartitioner<byte[], byte[]> {
  /** The partition of a key among so many. */
  public static int partition(byte[] key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }

  @Override
  public Optional<Set<Integer>> partitions(
      String topic, byte[] key, byte[] value, int numPartitions) {
    return Optional.of(Set.of(partition(key, numPartitions)));
  }
}

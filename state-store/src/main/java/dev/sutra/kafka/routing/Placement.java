package dev.sutra.kafka.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Who holds what, as of the last rebalance. It may be old: each instance checks itself what it
 * holds.
 *
 * @param active the holder of the active copy, by partition
 * @param standbys the holders of other copies, by partition
 */
record Placement(Map<Integer, HostInfo> active, Map<Integer, List<HostInfo>> standbys) {

  /** Reads the metadata of a running stream. */
  static Placement of(KafkaStreams streams, String topic) {
    Map<Integer, HostInfo> active = new HashMap<>();
    Map<Integer, List<HostInfo>> standbys = new HashMap<>();
    for (StreamsMetadata member : members(streams)) {
      if (member.hostInfo().equals(HostInfo.unavailable())) {
        continue;
      }
      for (TopicPartition held : member.topicPartitions()) {
        if (held.topic().equals(topic)) {
          active.put(held.partition(), member.hostInfo());
        }
      }
      for (TopicPartition held : member.standbyTopicPartitions()) {
        if (held.topic().equals(topic)) {
          standbys
              .computeIfAbsent(held.partition(), partition -> new ArrayList<>())
              .add(member.hostInfo());
        }
      }
    }
    return new Placement(active, standbys);
  }

  private static Collection<StreamsMetadata> members(KafkaStreams streams) {
    try {
      return streams.metadataForAllStreamsClients();
    } catch (InvalidStateStoreException | IllegalStateException e) {
      // Not started, or stopped.
      return List.of();
    }
  }

  /** All instances that hold something. */
  Set<HostInfo> members() {
    Set<HostInfo> members = new HashSet<>(active.values());
    standbys.values().forEach(members::addAll);
    return members;
  }
}

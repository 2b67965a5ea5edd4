package dev.sutra.kafka.routing;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.query.Position;

/** Positions as maps: topic, partition, offset. */
final class Positions {
  private Positions() {}

  static Map<String, Map<Integer, Long>> toMap(Position position) {
    Map<String, Map<Integer, Long>> map = new HashMap<>();
    for (String topic : position.getTopics()) {
      map.put(topic, position.getPartitionPositions(topic));
    }
    return map;
  }
}

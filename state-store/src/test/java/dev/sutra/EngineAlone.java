package dev.sutra;

import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.StorageEngine;
import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A program that uses the engine and nothing else; run by {@link EngineWithoutKafkaTest}. Prints
 * what it finds.
 */
final class EngineAlone {
  private EngineAlone() {}

  public static void main(String[] args) throws IOException {
    for (String name :
        List.of(
            "org.apache.kafka.streams.KafkaStreams",
            "org.apache.kafka.common.utils.Bytes",
            "org.rocksdb.RocksDB")) {
      System.out.println(name + " " + (isPresent(name) ? "present" : "absent"));
    }
    try (StorageEngine engine = StorageEngine.open(Path.of(args[0]), EngineOptions.standalone(2))) {
      engine.put(concept("river", "a river runs to the sea", 1, 0));
      engine.put(concept("stream", "a stream runs to the river", 0.9f, 0.1f));
      engine.put(concept("stone", "a stone lies", 0, 1));
      engine.associate(Association.of("stream", "SEMANTIC", "river", 0.5f, 1));
      engine.flush();
      try (Snapshot snapshot = engine.snapshot()) {
        TextSearch search = new TextSearch("sea", 1, null);
        System.out.println("search " + snapshot.search(search).getFirst().id());
        SimilarQuery similar = new SimilarQuery(new float[] {0, 1}, 1, -1, false, null);
        System.out.println("similar " + snapshot.similar(similar).items().getFirst().id());
        NeighborQuery neighbors = new NeighborQuery("stream", Direction.OUT, null, 1, null);
        System.out.println("neighbors " + snapshot.neighbors(neighbors).items().getFirst().id());
      }
    }
  }

  private static Concept concept(String id, String text, float x, float y) {
    return Concept.builder(id).text(text).vector(new float[] {x, y}).build();
  }

  private static boolean isPresent(String name) {
    try {
      Class.forName(name);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}

package dev.sutra.engine;

import dev.sutra.engine.query.NeighborQuery;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** The example of docs/engine.md. */
final class EngineExample {
  private EngineExample() {}

  static void run(Path directory, PrintStream out) throws IOException {
    try (StorageEngine engine = StorageEngine.open(directory, EngineOptions.standalone(3))) {
      engine.put(Concept.builder("dog").text("a loyal dog").vector(new float[] {1, 0, 0}).build());
      engine.put(Concept.builder("pup").text("a young dog").vector(new float[] {4, 3, 0}).build());
      engine.associate(Association.of("pup", "HIERARCHICAL", "dog", 1, 1_700_000_000_000L));
      try (Snapshot now = engine.snapshot()) {
        out.println(now.neighbors(new NeighborQuery("pup", Direction.OUT, null, 10, null)).items());
        now.search(new TextSearch("young dogs", 10, null)).forEach(out::println);
        SimilarQuery nearest = new SimilarQuery(new float[] {1, 0, 0}, 10, 0, true, null);
        now.similar(nearest).items().forEach(out::println);
      }
    }
  }
}

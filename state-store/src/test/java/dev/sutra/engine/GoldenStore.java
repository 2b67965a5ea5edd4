package dev.sutra.engine;

import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the store that {@link GoldenStoreTest} opens: two segments with texts, vectors, times,
 * edges and tombstones, and a log with what came after them. See {@code golden/README.md}.
 */
final class GoldenStore {
  static final EngineOptions OPTIONS =
      EngineOptions.standalone(3).withAnalyzer("english").withDurability(Durability.PROCESS);

  private GoldenStore() {}

  /** Arguments: the directory, missing or empty. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    write(directory);
    Files.delete(directory.resolve("LOCK"));
  }

  static void write(Path directory) throws IOException {
    try (StorageEngine engine = StorageEngine.open(directory, OPTIONS)) {
      engine.put(concept("dog", "A dog barks at night", 1, 0, 0, 100));
      engine.put(concept("wolf", "The wolf is the dog's wild cousin", 0.8f, 0.6f, 0, 200));
      engine.put(concept("größe/意味", "Size and meaning", 0, 1, 0, 300));
      engine.put(Concept.builder("bare").createdAt(1).updatedAt(400).build());
      engine.put(concept("doomed", "This dog is deleted later", 0, 0, 1, 500));
      engine.associate(new Association("dog", "IS", "wolf", 0.5f, 0.25f, 1, 2));
      engine.associate(Association.of("doomed", "IS", "wolf", 1, 3));
      engine.associate(Association.of("wolf", "NEAR", "größe/意味", 0.75f, 4));
      engine.flush();
      engine.put(concept("dog", "The dog sleeps", 0, 0.6f, 0.8f, 600));
      engine.delete("doomed");
      engine.dissociate("wolf", "NEAR", "größe/意味");
      engine.put(concept("cat", "A cat walks at night", -1, 0, 0, 700));
      engine.flush();
      engine.put(concept("cat", "The cat sleeps by the dog", 0, -1, 0, 800));
      engine.associate(Association.of("cat", "NEAR", "dog", 0.5f, 5));
    }
  }

  static Concept concept(String id, String text, float x, float y, float z, long time) {
    return Concept.builder(id)
        .text(text)
        .vector(new float[] {x, y, z})
        .attribute("name", id)
        .attribute("time", time)
        .attribute("x", (double) x)
        .attribute("old", time < 500)
        .strength(0.5f)
        .confidence(0.25f)
        .createdAt(1)
        .updatedAt(time)
        .build();
  }
}

package dev.sutra.engine;

import dev.sutra.io.FileSystemStorage;
import dev.sutra.lsm.core.CodingLimits;
import dev.sutra.lsm.core.TreeLimits;
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

  /** Concepts that are coded. */
  static final int CODED = 300;

  static final TreeLimits CODING =
      new TreeLimits(24, 48, 8, 50, 5_000, new CodingLimits(64, 64, Integer.MAX_VALUE));

  private GoldenStore() {}

  /**
   * Arguments: the directory, missing or empty; "coded" for the store with a codebook, "texts" for
   * the store whose texts an analysis changes.
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    String kind = arguments.length > 1 ? arguments[1] : "";
    switch (kind) {
      case "coded" -> writeCoded(directory);
      case "texts" -> writeTexts(directory);
      default -> write(directory);
    }
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

  /** Two segments with dead documents, and a log: texts that later analyses take otherwise. */
  static void writeTexts(Path directory) throws IOException {
    try (StorageEngine engine = StorageEngine.open(directory, OPTIONS)) {
      engine.put(text("decomposed", "Cafe\u0301 au lait"));
      engine.put(text("composed", "a black caf\u00e9"));
      engine.put(text("soft", "they co\u00adoperate happily"));
      engine.put(text("stops", "the of and"));
      engine.put(text("wide", "\uff26\uff35\uff2c\uff2c width, \ufb01ne"));
      engine.put(text("old", "this text is replaced"));
      engine.delete("gone");
      engine.flush();
      engine.put(text("host", "happy puppies at 192.168.1.1"));
      engine.put(text("old", "bob.smith@example.com, caf\u00e9"));
      engine.put(Concept.builder("silent").updatedAt(1).build());
      engine.flush();
      engine.put(text("composed", "a white caf\u00e9"));
      engine.delete("wide");
    }
  }

  private static Concept text(String id, String text) {
    return Concept.builder(id)
        .text(text)
        .vector(new float[] {id.length(), 1, 0})
        .createdAt(1)
        .updatedAt(id.length())
        .build();
  }

  /** A segment with codes, one without, and a codebook. */
  static void writeCoded(Path directory) throws IOException {
    try (StorageEngine engine =
        StorageEngine.open(FileSystemStorage.open(directory), OPTIONS, CODING)) {
      for (int i = 0; i < CODED; i++) {
        engine.put(coded(i));
      }
      engine.trainQuantizer();
      engine.compact();
      for (int i = CODED; i < CODED + 10; i++) {
        engine.put(coded(i));
      }
      engine.flush();
    }
  }

  /** One of the concepts of the store with a codebook. */
  static Concept coded(int number) {
    float[] vector = {number % 17 - 8, number % 23 - 11, 1 + number % 5};
    return Concept.builder("c" + number).vector(vector).updatedAt(number).build();
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

package dev.sutra.app.server;

import dev.sutra.app.embed.Embedder;
import dev.sutra.app.embed.MiniLmEmbedder;
import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.StorageEngine;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.avro.ConceptEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Some concepts with associations, as events and as one store that holds them all. */
final class SampleConcepts implements AutoCloseable {
  static final int COUNT = 40;
  private static final List<String> KINDS = List.of("dog", "cat", "horse", "bird", "fish");
  private static final List<String> PLACES =
      List.of("house", "garden", "forest", "sea", "town", "barn", "sky", "river");
  private static final List<String> TYPES = List.of("IS", "HAS", "NEAR");
  private static final long START = 1_700_000_000_000L;

  private final Embedder embedder;
  private final StorageEngine store;

  SampleConcepts(Path directory) throws IOException {
    embedder = MiniLmEmbedder.load();
    store = StorageEngine.open(directory, EngineOptions.standalone(embedder.dimension()));
    for (int i = 0; i < COUNT; i++) {
      store.put(
          concept(id(i), text(i), time(i))
              .attribute("kind", kind(i))
              .attribute("number", number(i))
              .build());
    }
    for (Edge edge : edges()) {
      store.associate(Association.of(edge.source, edge.type, edge.target, edge.weight, START));
    }
  }

  /** The store that holds everything. */
  StorageEngine store() {
    return store;
  }

  /** What a write over REST does to the store. */
  void put(String id, String text, long time) {
    store.put(concept(id, text, time).build());
  }

  private Concept.Builder concept(String id, String text, long time) {
    return Concept.builder(id)
        .text(text)
        .vector(embedder.embed(text))
        .createdAt(time)
        .updatedAt(time);
  }

  float[] embed(String text) {
    return embedder.embed(text);
  }

  static String id(int i) {
    return "c/" + i + " é";
  }

  private static String kind(int i) {
    return KINDS.get(i % KINDS.size());
  }

  private static double number(int i) {
    return i % 12 / 2.0;
  }

  static String text(int i) {
    String kind = kind(i);
    return "a "
        + kind
        + " in the "
        + PLACES.get(i % PLACES.size())
        + (i % 3 == 0 ? " " + kind : "");
  }

  /** Several concepts share each moment, so that the order of ids counts. */
  static long time(int i) {
    return START + i / 4;
  }

  private record Edge(String source, String type, String target, float weight) {}

  private static List<Edge> edges() {
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      for (int step = 1; step <= 3; step++) {
        edges.add(new Edge(id(i), TYPES.get(step - 1), id((i * step + 7) % COUNT), step / 4f));
      }
    }
    return edges;
  }

  static int associations() {
    return edges().size();
  }

  static List<ConceptEvent> events() {
    List<ConceptEvent> events = new ArrayList<>();
    // Associations come first: an end may be named before its concept is there.
    for (Edge edge : edges()) {
      events.add(
          ConceptEvents.associate(
              edge.source, edge.type, edge.target, edge.weight, null, Instant.ofEpochMilli(START)));
    }
    for (int i = 0; i < COUNT; i++) {
      events.add(
          ConceptEvents.upsert(id(i))
              .text(text(i))
              .attribute("kind", kind(i))
              .attribute("number", number(i))
              .timestamp(Instant.ofEpochMilli(time(i)))
              .build());
    }
    return events;
  }

  @Override
  public void close() {
    store.close();
    embedder.close();
  }
}

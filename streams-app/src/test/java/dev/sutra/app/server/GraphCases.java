package dev.sutra.app.server;

import static dev.sutra.app.server.RestApi.concept;
import static dev.sutra.app.server.RestApi.encode;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.StorageEngine;
import dev.sutra.engine.graph.EdgeSelection;
import dev.sutra.engine.graph.ExpandQuery;
import dev.sutra.engine.graph.Expansion;
import dev.sutra.engine.graph.Hop;
import dev.sutra.engine.graph.Paths;
import dev.sutra.engine.graph.PathsQuery;
import dev.sutra.engine.graph.Reached;
import dev.sutra.engine.graph.Traversal;
import dev.sutra.engine.graph.TraversalQuery;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.record.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Walks over associations, compared with those of one store: cases of {@link ConceptAppSuite}. */
final class GraphCases {
  private final RestApi api;
  private final StorageEngine store;

  /**
   * Prepares them.
   *
   * @param store holds what all partitions hold
   */
  GraphCases(RestApi api, StorageEngine store) {
    this.api = api;
    this.store = store;
  }

  void run() {
    stepsOverAllPartitionsAreThoseOfOneStore();
    pathsOverAllPartitionsAreThoseOfOneStore();
    whatIsRelatedOverAllPartitionsIsThatOfOneStore();
  }

  private void stepsOverAllPartitionsAreThoseOfOneStore() {
    for (Direction direction : Direction.values()) {
      for (int depth = 2; depth <= 4; depth++) {
        for (int edgesMax : List.of(5, 100_000)) {
          String id = SampleConcepts.id(7 * depth);
          // With a depth of 2, any concepts; otherwise not those of one kind.
          String filter = depth == 2 ? "" : "kind != dog";
          TraversalQuery query =
              new TraversalQuery(
                  id,
                  new EdgeSelection(direction, List.of()),
                  0.2f,
                  depth,
                  50,
                  edgesMax,
                  ConceptFilter.parse(filter));
          Traversal found;
          try (Snapshot snapshot = store.snapshot()) {
            found = snapshot.traverse(query);
          }
          JsonNode answer =
              api.ask(
                  concept(id)
                      + "/neighbors?min_weight=0.2&limit=50&depth="
                      + depth
                      + "&direction="
                      + direction.name().toLowerCase(Locale.ROOT)
                      + "&max_edges="
                      + edgesMax
                      + "&filter="
                      + encode(filter));
          assertEquals(found.edges(), answer.get("edges").asInt());
          assertEquals(found.cut() == null ? "null" : "edges", answer.get("cut").asText());
          assertEquals(found.cut() == null, answer.get("exact").asBoolean());
          assertEquals(shown(found.items()), shown(answer.get("items")));
        }
      }
    }
  }

  private void pathsOverAllPartitionsAreThoseOfOneStore() {
    int paths = 0;
    for (PathsQuery.By by : PathsQuery.By.values()) {
      for (int i = 1; i < 6; i++) {
        String from = SampleConcepts.id(i);
        String to = SampleConcepts.id(7 * i + 3);
        EdgeSelection both = new EdgeSelection(Direction.BOTH, List.of());
        Paths found;
        try (Snapshot snapshot = store.snapshot()) {
          found = snapshot.paths(new PathsQuery(from, to, both, 0, 4, 5, by, 100_000));
        }
        JsonNode answer =
            api.ask(
                "/v1/paths?direction=both&k=5&from="
                    + encode(from)
                    + "&to="
                    + encode(to)
                    + "&by="
                    + by.name().toLowerCase(Locale.ROOT));
        assertEquals(found.edges(), answer.get("edges").asInt());
        assertEquals(found.items().size(), answer.get("items").size());
        for (int k = 0; k < found.items().size(); k++) {
          JsonNode item = answer.get("items").get(k);
          assertEquals(found.items().get(k).strength(), item.get("score").asDouble());
          assertEquals(
              found.items().get(k).hops().stream().map(Hop::id).toList(),
              item.get("path").findValuesAsText("id"));
          paths++;
        }
      }
    }
    assertTrue(paths > 10, "paths: " + paths);
  }

  private void whatIsRelatedOverAllPartitionsIsThatOfOneStore() {
    for (int depth = 1; depth <= 4; depth++) {
      List<String> ids = List.of(SampleConcepts.id(3), SampleConcepts.id(11));
      ExpandQuery query =
          new ExpandQuery(
              ids.stream().map(id -> new ExpandQuery.Seed(id, 0.7)).toList(),
              new EdgeSelection(Direction.BOTH, List.of()),
              0,
              0.3,
              depth,
              50,
              100_000,
              ConceptFilter.parse("number < 5"));
      Expansion found;
      try (Snapshot snapshot = store.snapshot()) {
        found = snapshot.expand(query);
      }
      String body =
          """
          {"ids":["%s","%s"],"weights":[0.7,0.7],"decay":0.3,"depth":%d,"limit":50,
           "filter":"number < 5"}\
          """
              .formatted(ids.get(0), ids.get(1), depth);
      RestApi.Reply reply = api.send("POST", "/v1/expand", body);
      assertEquals(200, reply.status());
      List<String> items = new ArrayList<>();
      for (JsonNode item : reply.json().get("items")) {
        items.add(item.get("id").asText() + " " + item.get("score").asDouble());
      }
      assertEquals(
          found.items().stream().map(item -> item.id() + " " + item.activation()).toList(), items);
      assertFalse(items.isEmpty());
    }
  }

  private static List<String> shown(List<Reached> items) {
    List<String> shown = new ArrayList<>();
    for (Reached item : items) {
      StringBuilder path = new StringBuilder(item.distance() + " " + item.strength());
      item.path().forEach(hop -> path.append(' ').append(hop.type()).append(' ').append(hop.id()));
      shown.add(path.toString());
    }
    return shown;
  }

  private static List<String> shown(JsonNode items) {
    List<String> shown = new ArrayList<>();
    for (JsonNode item : items) {
      assertTrue(item.get("text").isTextual(), "the text comes from the concept's partition");
      StringBuilder path =
          new StringBuilder(item.get("distance").asText() + " " + item.get("score").asDouble());
      for (JsonNode hop : item.get("path")) {
        path.append(' ')
            .append(hop.get("type").asText())
            .append(' ')
            .append(hop.get("id").asText());
      }
      shown.add(path.toString());
    }
    return shown;
  }
}

package dev.sutra.app.server;

import static dev.sutra.app.server.RestApi.concept;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.topology.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A standing query over REST, from the first request to its removal. */
final class StandingQueryCase {
  private static final int INSTANCES_MAX = 3;
  private static final int CONCEPTS = 8;

  private final String bootstrapServers;
  private final RestApi api;
  private final SampleConcepts expected;

  /**
   * Prepares it.
   *
   * @param api requests to it go to all instances in turn
   * @param expected gets the same writes
   */
  StandingQueryCase(String bootstrapServers, RestApi api, SampleConcepts expected) {
    this.bootstrapServers = bootstrapServers;
    this.api = api;
    this.expected = expected;
  }

  void run() {
    String path = "/v1/standing-queries/glaciers";
    String query = "\"text\":{\"query\":\"glaciers\",\"any\":false}}";
    RestApi.Reply refused = api.send("PUT", path, "{\"text\":{\"query\":7}}");
    assertEquals(400, refused.status());
    assertTrue(refused.body().contains("text.query is not a string"), refused::body);
    assertEquals(404, api.get(path).status());

    assertEquals(202, api.send("PUT", path, "{" + query).status());
    awaitByAll(path, 200);
    assertEquals("{\"id\":\"glaciers\"," + query, api.ask(path).toString());
    assertEquals(
        List.of("glaciers"), api.ask("/v1/standing-queries").get("items").findValuesAsText("id"));

    try (StandingTopics topics = new StandingTopics(bootstrapServers, Topics.DEFAULT)) {
      List<String> matches = new ArrayList<>();
      for (int i = 0; i < CONCEPTS; i++) {
        writeAndDelete("ice" + i, "a melting glacier");
        writeAndDelete("stone" + i, "a stone that melts");
        matches.add("glaciers ice" + i);
      }
      topics.awaitMatches(matches);

      assertEquals(202, api.send("DELETE", path, null).status());
      awaitByAll(path, 404);
      writeAndDelete("ice", "a glacier that nobody waits for");
      topics.awaitMatches(matches);
    }
  }

  /** Waits until as many answers in turn have this status as there can be instances. */
  private void awaitByAll(String path, int status) {
    await()
        .until(
            () ->
                IntStream.range(0, INSTANCES_MAX).allMatch(i -> api.get(path).status() == status));
  }

  /** Leaves the statistics of texts as they would be in one store. */
  private void writeAndDelete(String id, String text) {
    String position = api.write("PUT", concept(id), "{\"text\":\"" + text + "\",\"timestamp\":5}");
    expected.put(id, text, 5);
    assertEquals(text, api.ask(concept(id) + "?min_position=" + position).get("text").asText());
    position = api.write("DELETE", concept(id), null);
    expected.store().delete(id);
    assertEquals(404, api.get(concept(id) + "?min_position=" + position).status());
  }
}

package dev.sutra.app.server;

import static dev.sutra.app.server.RestApi.concept;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What answers show, and many concepts or events at once: cases of {@link ConceptAppSuite}. */
final class AnswerCases {
  private AnswerCases() {}

  static void run(RestApi api) {
    hitsCarryFields(api);
    severalConcepts(api);
    manyEvents(api);
    otherHostsAreRefused(api);
  }

  private static void hitsCarryFields(RestApi api) {
    for (JsonNode items :
        List.of(
            api.ask("/v1/search?q=dog&limit=20&fields=vector,updated_at").get("items"),
            api.send(
                    "POST",
                    "/v1/similar?fields=vector,updated_at",
                    "{\"text\":\"a dog\",\"limit\":20}")
                .json()
                .get("items"),
            api.ask(concept(SampleConcepts.id(7)) + "/neighbors?direction=both&fields=vector")
                .get("items"))) {
      assertTrue(items.size() > 3, "hits of several partitions");
      for (JsonNode item : items) {
        JsonNode whole =
            api.ask(concept(item.get("id").asText()) + "?fields=vector,attributes,updated_at");
        assertEquals(whole.get("vector"), item.get("vector"));
        assertEquals(384, item.get("vector").size());
        assertTrue(item.get("text") == null, "the text was not asked for");
        if (!item.has("direction")) {
          assertEquals(whole.get("updated_at"), item.get("updated_at"));
        }
      }
    }
  }

  private static void severalConcepts(RestApi api) {
    List<String> ids = new ArrayList<>();
    StringBuilder body = new StringBuilder("{\"ids\":[\"nobody\"");
    for (int i = SampleConcepts.COUNT - 1; i >= 0; i--) {
      ids.add(SampleConcepts.id(i));
      body.append(",\"").append(SampleConcepts.id(i)).append('"');
    }
    JsonNode answer = api.send("POST", "/v1/concepts/get", body + "]}").json();
    List<String> found = new ArrayList<>();
    answer.get("items").forEach(item -> found.add(item.get("id").asText()));
    assertEquals(ids, found);
    assertEquals("[\"nobody\"]", answer.get("missing").toString());
    assertTrue(answer.get("exact").asBoolean());
  }

  /** By each instance: a page that has bound its name to the address of one can write nowhere. */
  private static void otherHostsAreRefused(RestApi api) {
    for (int i = 0; i < 3; i++) {
      assertEquals(421, api.sendTo("evil.example", "PUT", concept("rebound"), "{}"));
      assertEquals(421, api.sendTo("evil.example", "GET", concept(SampleConcepts.id(0)), ""));
      assertEquals(421, api.sendTo("evil.example", "POST", "/peer/query", "{}"));
      assertEquals(200, api.sendTo("localhost", "GET", concept(SampleConcepts.id(0)), ""));
    }
    assertEquals(404, api.get(concept("rebound")).status());
  }

  private static void manyEvents(RestApi api) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      lines.append("{\"op\":\"upsert\",\"id\":\"line").append(i).append("\",\"timestamp\":5}\n");
    }
    RestApi.Reply reply = api.events(lines + "{\"op\":\"upsert\"}\n");
    assertEquals(202, reply.status(), reply.body());
    JsonNode receipt = reply.json();
    assertEquals(50, receipt.get("accepted").asInt());
    assertEquals(51, receipt.get("errors").get(0).get("line").asInt());
    StringBuilder body = new StringBuilder("{\"ids\":[\"line0\"");
    StringBuilder deletes = new StringBuilder("{\"op\":\"delete\",\"id\":\"line0\"}\n");
    for (int i = 1; i < 50; i++) {
      body.append(",\"line").append(i).append('"');
      deletes.append("{\"op\":\"delete\",\"id\":\"line").append(i).append("\"}\n");
    }
    String position = receipt.get("position").asText();
    String get = "/v1/concepts/get?min_position=";
    JsonNode read = api.send("POST", get + position, body + "]}").json();
    assertEquals(50, read.get("items").size());
    position = api.events(deletes.toString()).json().get("position").asText();
    read = api.send("POST", get + position, body + "]}").json();
    assertEquals(50, read.get("missing").size());
  }
}

package dev.sutra.app.server;

import static dev.sutra.app.server.RestApi.concept;
import static dev.sutra.app.server.RestApi.encode;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.HybridHit;
import dev.sutra.engine.query.HybridQuery;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.engine.query.TextSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Pages of rankings, compared with those of one store: cases of {@link ConceptAppSuite}. */
final class PageCases {
  private static final int LIMIT = 3;

  private final RestApi api;
  private final SampleConcepts expected;

  PageCases(RestApi api, SampleConcepts expected) {
    this.api = api;
    this.expected = expected;
  }

  void run() {
    Awaitility.await("all events are read")
        .until(() -> api.ask("/v1/search?q=dog").get("lag").asLong() == 0);
    String id = SampleConcepts.id(5);
    try (Snapshot snapshot = expected.store().snapshot()) {
      List<Hit> found = snapshot.search(new TextSearch("dog garden", 1_000, null));
      assertEquals(
          found.stream().map(Hit::id).toList(),
          pages("GET", "/v1/search?q=dog+garden&limit=3&", null));
      float[] vector =
          Objects.requireNonNull(Objects.requireNonNull(snapshot.concept(id)).vector());
      List<Hit> near = snapshot.similar(new SimilarQuery(vector, 1_000, -1, true, id)).items();
      assertEquals(
          near.stream().map(Hit::id).toList(),
          pages(
              "POST", "/v1/similar?", "{\"id\":\"%s\",\"exact\":true,\"limit\":3}".formatted(id)));
      HybridQuery hybrid =
          HybridQuery.builder()
              .text("dog garden")
              .vector(expected.embed("dog garden"))
              .anchors(List.of(id))
              .limit(1_000)
              .build();
      assertEquals(
          snapshot.hybrid(hybrid).items().stream().map(HybridHit::id).toList(),
          pages(
              "POST",
              "/v1/hybrid?",
              "{\"text\":\"dog garden\",\"anchors\":[\"%s\"],\"limit\":3}".formatted(id)));
      // Deep rankings are of ids; the texts are read for each page.
      assertEquals(
          snapshot.hybrid(hybrid.toBuilder().depth(5_000).build()).items().stream()
              .map(HybridHit::id)
              .toList(),
          pages(
              "POST",
              "/v1/hybrid?",
              "{\"text\":\"dog garden\",\"anchors\":[\"%s\"],\"limit\":3,\"depth\":5000}"
                  .formatted(id)));
    }
    writesAreSaid();
    assertEquals(400, api.get("/v1/search?q=cat&cursor=" + cursor("dog")).status());
  }

  /** The ids of all pages; each page is asked of another instance. */
  private List<String> pages(String method, String path, @Nullable String body) {
    List<String> ids = new ArrayList<>();
    JsonNode page = api.send(method, path, body).json();
    while (true) {
      page.get("items").forEach(item -> ids.add(item.get("id").asText()));
      if (page.get("next_cursor").isNull()) {
        return ids;
      }
      assertEquals(LIMIT, page.get("items").size());
      String cursor = page.get("next_cursor").asText();
      page = api.send(method, path + "cursor=" + encode(cursor), body).json();
      assertFalse(page.get("moved").asBoolean(), page::toString);
      assertTrue(page.get("exact").asBoolean(), page::toString);
    }
  }

  private String cursor(String words) {
    return api.ask("/v1/search?limit=3&q=" + words).get("next_cursor").asText();
  }

  private void writesAreSaid() {
    String cursor = cursor("dog");
    String position = api.write("PUT", concept("between"), "{\"text\":\"between pages\"}");
    JsonNode page =
        api.ask("/v1/search?q=dog&limit=3&min_position=" + position + "&cursor=" + cursor);
    assertTrue(page.get("moved").asBoolean(), page::toString);
    assertEquals(LIMIT, page.get("items").size());
    position = api.write("DELETE", concept("between"), null);
    assertEquals(404, api.get(concept("between") + "?min_position=" + position).status());
  }
}

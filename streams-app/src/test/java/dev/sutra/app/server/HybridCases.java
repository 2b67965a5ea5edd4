package dev.sutra.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.HybridHit;
import dev.sutra.engine.query.HybridQuery;
import dev.sutra.engine.query.HybridQuery.Fusion;
import java.util.List;
import java.util.Locale;

/** Hybrid queries, compared with those of one store: cases of {@link ConceptAppSuite}. */
final class HybridCases {
  private HybridCases() {}

  static void run(RestApi api, SampleConcepts expected) {
    String text = "a dog in the garden";
    String anchor = SampleConcepts.id(3);
    for (Fusion fusion : Fusion.values()) {
      for (String filter : List.of("", "updated_at >= " + SampleConcepts.time(9))) {
        HybridQuery.Builder query =
            HybridQuery.builder()
                .text(text)
                .vector(expected.embed(text))
                .anchors(List.of(anchor))
                .fusion(fusion)
                .limit(15)
                .diversity(0.2);
        if (!filter.isEmpty()) {
          query.filter(ConceptFilter.parse(filter));
        }
        List<HybridHit> hits;
        try (Snapshot snapshot = expected.store().snapshot()) {
          hits = snapshot.hybrid(query.build()).items();
        }
        String body =
            """
            {"text":"%s","anchors":["%s"],"fusion":"%s","limit":15,"diversity":0.2%s}\
            """
                .formatted(
                    text,
                    anchor,
                    fusion.name().toLowerCase(Locale.ROOT),
                    filter.isEmpty() ? "" : ",\"filter\":\"" + filter + "\"");
        RestApi.Reply reply = api.send("POST", "/v1/hybrid", body);
        assertEquals(200, reply.status(), reply.body());
        JsonNode items = reply.json().get("items");
        assertEquals(hits.stream().map(HybridHit::id).toList(), items.findValuesAsText("id"), body);
        for (int i = 0; i < hits.size(); i++) {
          assertEquals(hits.get(i).score(), items.get(i).get("score").asDouble(), 1e-6);
          assertEquals(hits.get(i).places().size(), items.get(i).get("rankings").size());
        }
        assertTrue(hits.size() > 10 && reply.json().get("exact").asBoolean(), reply.body());
      }
    }
    assertEquals(404, api.send("POST", "/v1/hybrid", "{\"id\":\"nobody\"}").status());
    // Without anchors, the vector of the concept is all there is.
    String near = "{\"id\":\"%s\",\"anchors\":[]}".formatted(anchor);
    RestApi.Reply reply = api.send("POST", "/v1/hybrid", near);
    assertEquals(200, reply.status(), reply.body());
    assertEquals(
        api.similar("{\"id\":\"%s\",\"exact\":true}".formatted(anchor))
            .get("items")
            .findValues("id"),
        reply.json().get("items").findValues("id"));
  }
}

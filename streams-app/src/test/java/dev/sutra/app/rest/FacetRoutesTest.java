package dev.sutra.app.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.engine.query.FacetQuery;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FacetRoutesTest {
  private RestFixture rest;

  @BeforeEach
  void start() throws Exception {
    rest = new RestFixture().withAnimals();
  }

  @AfterEach
  void stop() {
    rest.close();
  }

  private JsonNode ok(String path) throws Exception {
    HttpResponse<String> response = rest.get(path);
    assertEquals(200, response.statusCode(), response.body());
    return RestFixture.json(response);
  }

  @Test
  void valuesAreCountedAmongWhatPassesAFilter() throws Exception {
    JsonNode counts = ok("/v1/facets?facet=legs&facet=says&filter=not+id=puppy");
    assertEquals(2, counts.path("total").asInt());
    assertEquals(
        """
        [{"name":"legs","values":[{"value":4,"concepts":1}],"distinct":1,"missing":1},\
        {"name":"says","values":[{"value":"woof","concepts":1}],"distinct":1,"missing":1}]\
        """,
        counts.path("facets").toString());
    assertTrue(counts.path("exact").asBoolean());
  }

  @Test
  void valuesAreCountedAmongWhatASearchFinds() throws Exception {
    JsonNode found = ok("/v1/facets?facet=tame&facet=size&q=dog");
    assertEquals(2, found.path("total").asInt());
    assertTrue(found.at("/facets/0/values/0/value").isBoolean());
    assertEquals(0.5, found.at("/facets/1/values/0/value").asDouble());
  }

  @Test
  void tooManyDifferentValuesAreNamed() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i <= FacetQuery.VALUES_MAX; i++) {
      lines.append(
          "{\"op\":\"upsert\",\"id\":\"v%1$d\",\"attributes\":{\"n\":%1$d}}%n".formatted(i));
    }
    byte[] body = lines.toString().getBytes(UTF_8);
    HttpResponse<String> written = rest.send("POST", "/v1/events", "application/x-ndjson", body);
    assertEquals(202, written.statusCode(), written.body());
    BadRequestTest.problem(
        400,
        "attribute n has more than 10000 different values among these concepts",
        rest.get("/v1/facets?facet=legs&facet=n"));
    JsonNode most = ok("/v1/facets?facet=legs&facet=n&limit=1&filter=n+%3C+10000");
    assertEquals(10_000, most.path("total").asInt());
    assertEquals(10_000, most.at("/facets/1/distinct").asInt());
    assertEquals("[{\"value\":0,\"concepts\":1}]", most.at("/facets/1/values").toString());
    assertEquals(10_000, most.at("/facets/0/missing").asInt());
  }
}

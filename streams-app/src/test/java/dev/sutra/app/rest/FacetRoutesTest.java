package dev.sutra.app.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
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
}

package dev.sutra.app.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StandingRoutesTest {
  private static final String ALL = "/v1/standing-queries";
  private static final String DOG = "{\"text\":{\"query\":\"dog\"}}";

  private RestFixture rest;

  @BeforeEach
  void start() throws Exception {
    rest = new RestFixture();
  }

  @AfterEach
  void stop() {
    rest.close();
  }

  private JsonNode ask(String path) throws Exception {
    HttpResponse<String> response = rest.get(path);
    assertEquals(200, response.statusCode(), response.body());
    return RestFixture.json(response);
  }

  private void put(String id, String query) throws Exception {
    HttpResponse<String> response = rest.send("PUT", ALL + "/" + id, query);
    assertEquals(202, response.statusCode(), response.body());
    assertEquals(id, RestFixture.json(response).path("id").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"text\":{\"query\":\"dog\",\"any\":true}}",
        "{\"near\":{\"vector\":[1.0,0.5],\"min_score\":0.5},\"filter\":{\"id_prefix\":\"d\"}}",
        "{\"edge\":{\"type\":\"IS\",\"target\":\"dog\",\"min_weight\":0.25}}",
        "{\"text\":{\"query\":\"dog\",\"any\":false},\"filter\":{\"attributes\":"
            + "{\"a\":1,\"b\":true,\"c\":0.5,\"d\":\"x\"},\"updated_from\":1,\"updated_to\":2}}",
      })
  void aQueryIsShownAsItWasRegistered(String query) throws Exception {
    put("q", query);
    assertEquals(RestFixture.JSON.readTree("{\"id\":\"q\"," + query.substring(1)), ask(ALL + "/q"));
  }

  @Test
  void queriesComeInPagesWithoutVectors() throws Exception {
    put("a", DOG);
    put("b", "{\"near\":{\"vector\":[1,0],\"min_score\":0.5}}");
    put("c", DOG);
    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = ask(ALL + "?limit=1" + cursor);
      page.path("items").forEach(item -> ids.add(item.path("id").asText()));
      assertTrue(page.path("items").findValues("vector").isEmpty());
      cursor =
          page.path("next_cursor").isNull() ? "" : "&cursor=" + page.path("next_cursor").asText();
    } while (!cursor.isEmpty());
    assertEquals(List.of("a", "b", "c"), ids);
  }

  @Test
  void aQueryIsRemovedOrUnknown() throws Exception {
    put("q", DOG);
    assertEquals(202, rest.send("DELETE", ALL + "/q", null, null).statusCode());
    HttpResponse<String> unknown = rest.get(ALL + "/q");
    assertEquals(404, unknown.statusCode());
    assertEquals(
        "there is no standing query \"q\"", RestFixture.json(unknown).path("detail").asText());
  }

  @Test
  void oneTooManyIsAConflict() throws Exception {
    put("a", DOG);
    put("b", DOG);
    put("c", DOG);
    HttpResponse<String> refused = rest.send("PUT", ALL + "/d", DOG);
    assertEquals(409, refused.statusCode());
    assertEquals(
        "there are 3 standing queries, as many as standing.queries.max allows; remove one first",
        RestFixture.json(refused).path("detail").asText());
    put("c", "{\"text\":{\"query\":\"replaced\"}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                              | the body is missing",
        "{\"near\":{\"text\":\"dog\",\"min_score\":0}} | near.text cannot be embedded",
        "{\"near\":{\"vector\":[1],\"min_score\":0}}   | vector has 1 components; 2 are needed",
        "{\"text\":{\"query\":7}}                        | text.query is not a string",
      })
  void aQueryThatIsNotValidIsRefusedWithItsField(String query, String reason) throws Exception {
    HttpResponse<String> refused = rest.send("PUT", ALL + "/q", query);
    assertEquals(400, refused.statusCode());
    String detail = RestFixture.json(refused).path("detail").asText();
    assertTrue(detail.startsWith(reason), detail);
  }
}

package dev.sutra.app.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hybrid queries over REST. */
final class HybridRoutesTest {
  private RestFixture rest;

  @BeforeEach
  void start() throws Exception {
    rest = new RestFixture().withAnimals();
  }

  @AfterEach
  void stop() {
    rest.close();
  }

  @Test
  void itemsHaveTheirPlacesAndTheFieldsThatAreAskedFor() throws Exception {
    HttpResponse<String> response =
        rest.send(
            "POST",
            "/v1/hybrid?fields=text,updated_at",
            """
            {"id":"cat","text":"dog","anchors":["puppy"],"limit":2,"fusion":"linear",
             "weights":{"text":3},"filter":{"id_prefix":""},"diversity":0.1,
             "boosts":{"strength":0.5,"recency":1,"half_life_ms":1000,"now":5000}}\
            """);
    assertEquals(200, response.statusCode(), response.body());
    JsonNode items = RestFixture.json(response).path("items");
    assertEquals(List.of("dog", "puppy"), items.findValuesAsText("id"));
    JsonNode dog = items.get(0);
    assertEquals("domestic dog", dog.path("text").asText());
    assertEquals(1, dog.path("rankings").path("text").path("rank").asInt());
    assertTrue(dog.path("rankings").path("vector").isMissingNode());
    assertEquals(1000, dog.path("updated_at").asLong());
    // The only ranking has scores 3 and 2, with a deviation of 0.5; its weight is 3. The concept's
    // strength is 1, and it is four half-lives old.
    assertEquals(3 * 6 * 1.5 * (1 + 0.0625), dog.path("score").asDouble(), 1e-9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | one of text, vector, id and anchors must be given",
        "{\"anchors\":[]} | one of text, vector, id and anchors must be given",
        "{\"text\":\"a\",\"weights\":{\"text\":0}} | weight of TEXT is 0.0; a positive number",
        "{\"text\":\"a\",\"weights\":{\"words\":1}} | unknown field \"words\" in weights",
        "{\"text\":\"a\",\"fusion\":\"max\"} | fusion must be rrf or linear",
        "{\"text\":\"a\",\"diversity\":1} | diversity is 1.0; 0 to less than 1",
        "{\"text\":\"a\",\"boosts\":{\"strength\":-1}} | boosts.strength is -1.0; 0 or more",
        "{\"text\":\"a\",\"boosts\":{\"half_life_ms\":0}} | boosts.half_life_ms is 0",
        "{\"text\":\"a\",\"limit\":1001} | limit is 1001",
        "{\"text\":\"a\",\"depth\":0} | depth is 0; 1 to 10000 is allowed",
        "{\"text\":\"a\",\"depth\":10001} | depth is 10001; 1 to 10000 is allowed",
        "{\"text\":\"a\",\"depth\":1e9} | depth",
        "{\"text\":\"a\",\"depth\":1001,\"diversity\":0.1} | depth is 1001; 1 to 1000 is allowed"
            + " with",
        "{\"text\":\" \"} | text is empty",
        "{\"vector\":[]} | vector has 0 components",
        "{\"anchors\":[\"\"]} | anchors[0] is empty",
        "{\"texts\":\"a\"} | unknown field \"texts\"",
      })
  void whatIsWrongIsNamed(String body, String words) throws Exception {
    BadRequestTest.problem(400, words, rest.send("POST", "/v1/hybrid", body));
  }
}

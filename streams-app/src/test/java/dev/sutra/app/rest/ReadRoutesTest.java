package dev.sutra.app.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sutra.app.api.Answer;
import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.api.ReadOptions.Consistency;
import dev.sutra.app.api.SimilarRequest;
import dev.sutra.engine.query.ConceptFilter;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ReadRoutesTest {
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
    assertEquals("application/json", response.headers().firstValue("Content-Type").orElse(""));
    return RestFixture.json(response);
  }

  @Test
  void conceptHasItsFieldsAndHowFarToTrustThem() throws Exception {
    JsonNode concept = ok("/v1/concepts/dog");
    assertEquals("dog", concept.path("id").asText());
    assertEquals("domestic dog", concept.path("text").asText());
    assertEquals(1, concept.path("score").asDouble());
    assertEquals(4, concept.path("attributes").path("legs").asInt());
    assertTrue(concept.path("attributes").path("tame").isBoolean());
    assertEquals(0.5, concept.path("attributes").path("size").asDouble());
    assertEquals("woof", concept.path("attributes").path("says").asText());
    assertEquals(1000, concept.path("updated_at").asLong());
    assertTrue(concept.path("exact").asBoolean());
    assertEquals(2, concept.path("partitions").path("total").asInt());
    assertEquals(4, concept.path("lag").asLong());
    assertTrue(concept.path("took_ms").isNumber());
    assertTrue(concept.path("position").isTextual());
  }

  @Test
  void neighborsGoOutByDefault() throws Exception {
    JsonNode items = ok("/v1/concepts/dog/neighbors").path("items");
    assertEquals(List.of("animal", "cat"), items.findValuesAsText("id"));
    JsonNode animal = items.get(0);
    assertTrue(animal.path("text").isNull());
    assertEquals(0.75, animal.path("score").asDouble());
    assertEquals(0.75, animal.path("weight").asDouble());
    assertEquals("hypernym", animal.path("type").asText());
    assertEquals("out", animal.path("direction").asText());
    assertEquals("domestic cat", items.get(1).path("text").asText());
  }

  @Test
  void neighborsAreFilteredByDirectionAndType() throws Exception {
    JsonNode in = ok("/v1/concepts/dog/neighbors?direction=in").path("items");
    assertEquals(List.of("puppy"), in.findValuesAsText("id"));
    assertEquals("in", in.get(0).path("direction").asText());
    JsonNode both = ok("/v1/concepts/dog/neighbors?direction=both&depth=1").path("items");
    assertEquals(3, both.size());
    JsonNode typed = ok("/v1/concepts/dog/neighbors?direction=both&type=hypernym").path("items");
    assertEquals(List.of("animal", "puppy"), typed.findValuesAsText("id"));
  }

  @Test
  void neighborsArePaged() throws Exception {
    JsonNode first = ok("/v1/concepts/dog/neighbors?limit=1");
    assertEquals(List.of("animal"), first.path("items").findValuesAsText("id"));
    String cursor = first.path("next_cursor").asText();
    JsonNode second = ok("/v1/concepts/dog/neighbors?limit=1&cursor=" + cursor);
    assertEquals(List.of("cat"), second.path("items").findValuesAsText("id"));
    assertTrue(second.path("next_cursor").isNull());
  }

  @Test
  void moreStepsShowDistanceAndPath() throws Exception {
    JsonNode answer = ok("/v1/concepts/puppy/neighbors?depth=2");
    JsonNode items = answer.path("items");
    assertEquals(List.of("dog", "animal", "cat"), ids("/v1/concepts/puppy/neighbors?depth=2"));
    assertEquals("domestic cat", items.get(2).path("text").asText());
    assertEquals(0.25, items.get(2).path("score").asDouble());
    assertEquals(2, items.get(2).path("distance").asInt());
    assertEquals(
        "[{\"id\":\"dog\",\"type\":\"hypernym\",\"direction\":\"out\","
            + "\"weight\":1.0,\"confidence\":1.0},"
            + "{\"id\":\"cat\",\"type\":\"likes\",\"direction\":\"out\","
            + "\"weight\":0.25,\"confidence\":1.0}]",
        items.get(2).path("path").toString());
    assertEquals(3, answer.path("edges").asInt());
    assertTrue(answer.path("cut").isNull());
    assertTrue(answer.path("next_cursor").isNull());
  }

  @Test
  void stepsAreFilteredAndCut() throws Exception {
    String path = "/v1/concepts/animal/neighbors?direction=both&depth=4";
    assertEquals(List.of("dog", "puppy", "cat"), ids(path));
    assertEquals(List.of("dog", "puppy"), ids(path + "&type=hypernym"));
    assertEquals(List.of("dog", "puppy", "cat"), ids(path + "&type=likes&type=hypernym"));
    assertEquals(List.of("dog", "puppy"), ids(path + "&min_weight=.5"));
    assertEquals(List.of("dog"), ids(path + "&limit=1"));
    assertEquals(List.of("dog"), ids(path + "&max_edges=1"));
    JsonNode cut = ok(path + "&max_edges=1");
    assertEquals("edges", cut.path("cut").asText());
    assertEquals(1, cut.path("edges").asInt());
  }

  @Test
  void pathsShowTheirSteps() throws Exception {
    JsonNode answer = ok("/v1/paths?from=puppy&to=cat&k=5");
    assertEquals(1, answer.path("items").size());
    JsonNode path = answer.path("items").get(0);
    assertEquals(2, path.path("length").asInt());
    assertEquals(0.25, path.path("score").asDouble());
    assertEquals("domestic dog", path.path("path").get(0).path("text").asText());
    assertEquals("likes", path.path("path").get(1).path("type").asText());
    assertTrue(answer.path("cut").isNull());

    assertEquals(0, ok("/v1/paths?from=cat&to=puppy").path("items").size());
    assertEquals(1, ok("/v1/paths?from=cat&to=puppy&direction=in").path("items").size());
    assertEquals(0, ok("/v1/paths?from=puppy&to=cat&max_depth=1").path("items").size());
    JsonNode cut = ok("/v1/paths?from=puppy&to=cat&max_edges=1");
    assertEquals(0, cut.path("items").size());
    assertEquals("edges", cut.path("cut").asText());
  }

  @Test
  void expandRanksRelatedConcepts() throws Exception {
    HttpResponse<String> response =
        rest.send(
            "POST",
            "/v1/expand",
            "{\"ids\":[\"puppy\",\"cat\"],\"weights\":[2,1],\"depth\":1,\"decay\":0.5}");
    assertEquals(200, response.statusCode(), response.body());
    JsonNode items = new ObjectMapper().readTree(response.body()).path("items");
    assertEquals(1, items.size());
    assertEquals("dog", items.get(0).path("id").asText());
    assertEquals("domestic dog", items.get(0).path("text").asText());
    assertEquals(1.5, items.get(0).path("score").asDouble());
    assertEquals(1, items.get(0).path("distance").asInt());
  }

  private List<String> ids(String path) throws Exception {
    List<String> ids = new ArrayList<>();
    ok(path).path("items").forEach(item -> ids.add(item.path("id").asText()));
    return ids;
  }

  @Test
  void searchReportsIgnoredWords() throws Exception {
    assertEquals("[\"the\",\"of\"]", ok("/v1/search?q=the+of").path("ignored").toString());
    assertEquals("[]", ok("/v1/search?q=dog").path("ignored").toString());
    assertTrue(ok("/v1/timeline").path("ignored").isMissingNode());
  }

  @Test
  void searchReportsExpandedWords() throws Exception {
    assertEquals("[]", ok("/v1/search?q=dog").path("expanded").toString());
    assertEquals(
        "[{\"word\":\"dgo~1\",\"words\":[\"dog\",\"do\"],\"cut\":true}]",
        ok("/v1/search?q=dog&fuzzy=auto").path("expanded").toString());
  }

  @Test
  void hitsHaveAHighlightAndAnExplanationOnDemand() throws Exception {
    JsonNode plain = ok("/v1/search?q=dog").path("items").path(0);
    assertTrue(plain.path("highlight").isMissingNode());
    assertTrue(plain.path("explanation").isMissingNode());
    JsonNode item = ok("/v1/search?q=dog&highlight=true&explain=true").path("items").path(0);
    assertEquals(
        "{\"fragment\":\"domestic dog\",\"start\":0,\"matches\":[[9,12]]}",
        item.path("highlight").toString());
    assertEquals(
        "[{\"part\":\"dog\",\"boost\":2.0,\"idf\":3.0,\"tf\":1,\"length\":2,\"average_length\":2.5,"
            + "\"score\":1.0}]",
        item.path("explanation").toString());
  }

  @Test
  void wordsAreCompleted() throws Exception {
    assertEquals(
        "{\"word\":\"domestic\",\"concepts\":2}",
        ok("/v1/complete?prefix=dom&limit=1").path("items").path(0).toString());
    assertEquals("[]", ok("/v1/complete?prefix=none").path("items").toString());
  }

  @Test
  void plainModesAcceptAnyText() throws Exception {
    for (String mode : List.of("any", "all")) {
      assertFalse(ok("/v1/search?mode=" + mode + "&q=dog+%22").path("items").isEmpty());
    }
  }

  @Test
  void searchTakesAPlusAsASpace() throws Exception {
    JsonNode items = ok("/v1/search?q=domestic+dog").path("items");
    assertEquals(List.of("dog", "cat", "puppy"), items.findValuesAsText("id"));
    assertEquals("domestic dog", items.get(0).path("text").asText());
    assertEquals(2, items.get(0).path("score").asDouble());
    assertEquals(1, ok("/v1/search?q=domestic%20dog&limit=1").path("items").size());
  }

  @Test
  void similarTakesAnIdATextOrAVector() throws Exception {
    HttpResponse<String> byId =
        rest.send("POST", "/v1/similar", "{\"id\":\"dog\",\"limit\":1,\"exact\":true}");
    assertEquals(200, byId.statusCode(), byId.body());
    assertEquals(List.of("puppy"), RestFixture.json(byId).path("items").findValuesAsText("id"));
    HttpResponse<String> byVector =
        rest.send("POST", "/v1/similar", "{\"vector\":[0,1],\"min_score\":0.5}");
    assertEquals(List.of("cat"), RestFixture.json(byVector).path("items").findValuesAsText("id"));
    HttpResponse<String> byText =
        rest.send("POST", "/v1/similar?timeout_ms=500", "{\"text\":\"a young dog\"}");
    assertEquals("dog", RestFixture.json(byText).path("items").get(0).path("id").asText());
  }

  @Test
  void similarTakesARecallAndAFilterAndReportsTheScan() throws Exception {
    HttpResponse<String> reply =
        rest.send(
            "POST",
            "/v1/similar",
            """
            {"id":"dog","target_recall":0.9,"filter":{"id_prefix":"p","updated_from":-5,
             "updated_to":9007199254740993,
             "attributes":{"a":"x","b":1,"c":1.5,"d":true,"e":false}}}\
            """);
    assertEquals(200, reply.statusCode(), reply.body());
    SimilarRequest asked = Objects.requireNonNull(rest.service.similarRequest());
    assertEquals(0.9, asked.options().targetRecall());
    Map<String, Object> attributes = Map.of("a", "x", "b", 1L, "c", 1.5, "d", true, "e", false);
    assertEquals(
        new ConceptFilter(attributes, -5, 9007199254740993L, "p"), asked.options().filter());
    JsonNode scanned = RestFixture.json(reply).path("scanned");
    assertEquals(1, scanned.path("cells").asInt());
    assertEquals(2, scanned.path("estimated").asInt());
    assertEquals(3, scanned.path("compared").asInt());
    rest.send("POST", "/v1/similar", "{\"id\":\"dog\",\"filter\":null}");
    asked = Objects.requireNonNull(rest.service.similarRequest());
    assertEquals(0.98, asked.options().targetRecall());
    assertTrue(asked.options().filter().isNone());
  }

  @Test
  void aFilterIsAnObjectOrText() throws Exception {
    ConceptFilter expected =
        ConceptFilter.parse(
            "a = x and b in (1, true) and c >= 1.5 and c < 7 and not d = 5 and not exists(e)"
                + " and created_at >= 5 and created_at <= 9 and id in (p, q) and (f = 1 or g = 2)"
                + " and not h = 3 and has(PART -> wheel)");
    HttpResponse<String> reply =
        rest.send(
            "POST",
            "/v1/similar",
            """
            {"id":"dog","filter":{"attributes":{"a":"x","b":[1,true],"c":{"gte":1.5,"lt":7},
             "d":{"not":5},"e":{"exists":false}},"created_from":5,"created_to":9,"ids":["p","q"],
             "any":["f = 1",{"attributes":{"g":2}}],"not":{"attributes":{"h":{"in":[3]}}},
             "has":{"type":"PART","direction":"out","id":"wheel"}}}\
            """);
    assertEquals(200, reply.statusCode(), reply.body());
    assertEquals(
        expected, Objects.requireNonNull(rest.service.similarRequest()).options().filter());
    String text = expected.text().replace("\"", "\\\"");
    rest.send("POST", "/v1/similar", "{\"id\":\"dog\",\"filter\":\"" + text + "\"}");
    assertEquals(
        expected, Objects.requireNonNull(rest.service.similarRequest()).options().filter());
  }

  @Test
  void questionsTakeAFilter() throws Exception {
    assertEquals(List.of("dog"), ids("/v1/search?q=dog&filter=legs%3E3"));
    assertEquals(List.of("puppy"), ids("/v1/search?q=dog&filter=not+exists(legs)"));
    assertEquals(
        List.of("cat", "puppy"), ids("/v1/timeline?filter=updated_at+%3E+1000+or+legs+%3C+0"));
    assertEquals(List.of("cat"), ids("/v1/concepts/dog/neighbors?filter=id+%5E+c&direction=both"));
    assertEquals(
        List.of("puppy", "cat"),
        ids("/v1/concepts/dog/neighbors?filter=updated_at+%3E+0&direction=both").stream()
            .sorted(Comparator.reverseOrder())
            .toList());
  }

  @Test
  void similarityOfAPairHasAScore() throws Exception {
    JsonNode pair = ok("/v1/similarity?a=dog&b=puppy");
    assertEquals("dog", pair.path("a").asText());
    assertEquals("puppy", pair.path("b").asText());
    assertEquals(0.995, pair.path("score").asDouble(), 0.001);
    assertTrue(pair.path("exact").asBoolean());
  }

  @Test
  void timelineTakesMillisecondsAndIsoTimes() throws Exception {
    assertEquals(
        List.of("cat", "puppy", "dog"), ok("/v1/timeline").path("items").findValuesAsText("id"));
    assertEquals(
        List.of("dog", "puppy"),
        ok("/v1/timeline?from=0&to=1970-01-01T00:00:02Z&order=asc")
            .path("items")
            .findValuesAsText("id"));
    assertEquals(
        List.of("cat"),
        ok("/v1/timeline?from=1970-01-01T01:00:02.500%2B01:00")
            .path("items")
            .findValuesAsText("id"));
    JsonNode page = ok("/v1/timeline?limit=2");
    assertEquals(2, page.path("items").size());
    assertEquals(
        List.of("dog"),
        ok("/v1/timeline?limit=2&cursor=" + page.path("next_cursor").asText())
            .path("items")
            .findValuesAsText("id"));
  }

  @Test
  void statsSumOverPartitions() throws Exception {
    JsonNode stats = ok("/v1/stats");
    assertTrue(stats.path("concepts").isIntegralNumber());
    assertEquals(3, stats.path("concepts").asLong());
    assertEquals(3, stats.path("associations").asLong());
    assertEquals(3, stats.path("vectors").asLong());
    assertEquals(150, stats.path("disk_bytes").asLong());
    assertEquals(0.98, stats.path("similarity").path("recall").asDouble());
    assertEquals(300, stats.path("similarity").path("resident_bytes").asLong());
    assertTrue(stats.path("partitions").get(1).path("similarity").path("recall").isNull());
    assertEquals(2, stats.path("partitions").size());
    assertEquals(4, stats.path("partitions").get(1).path("lag").asLong());
    assertEquals(0, stats.path("failed").size());
  }

  @Test
  void everyReadPassesItsOptionsOn() throws Exception {
    String options = "min_position=0-7&consistency=standby_ok&allow_partial=true&timeout_ms=1234";
    for (String path :
        List.of(
            "/v1/concepts/dog?",
            "/v1/concepts/dog/neighbors?",
            "/v1/search?q=dog&",
            "/v1/similarity?a=dog&b=cat&",
            "/v1/timeline?",
            "/v1/stats?")) {
      rest.service.lastOptions = null;
      ok(path + options);
      assertEquals(
          new ReadOptions("0-7", Consistency.STANDBY_OK, true, Duration.ofMillis(1234)),
          rest.service.lastOptions,
          path);
    }
    rest.service.lastOptions = null;
    rest.send("POST", "/v1/similar?" + options, "{\"id\":\"dog\"}");
    assertNotNull(rest.service.lastOptions);
    assertTrue(rest.service.lastOptions.allowPartial());
    ok("/v1/stats");
    assertEquals(ReadOptions.DEFAULT, rest.service.lastOptions);
  }

  @Test
  void partialAnswerSaysWhoFailed() throws Exception {
    rest.service.partitions = new Answer.Partitions(2, 1, List.of(1));
    JsonNode answer = ok("/v1/search?q=dog&allow_partial=true");
    assertTrue(answer.path("partial").asBoolean());
    assertEquals("[1]", answer.path("partitions").path("failed").toString());
    assertEquals("[1]", ok("/v1/stats?allow_partial=true").path("failed").toString());
    rest.service.partitions = Answer.Partitions.all(2);
    assertFalse(ok("/v1/search?q=dog").path("partial").asBoolean());
  }
}

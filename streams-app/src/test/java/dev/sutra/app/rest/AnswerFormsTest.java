package dev.sutra.app.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an answer shows, and in which form. */
final class AnswerFormsTest {
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

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void aConceptComesWithoutItsVector() throws Exception {
    assertEquals(
        List.of(
            "id",
            "text",
            "score",
            "attributes",
            "strength",
            "confidence",
            "created_at",
            "updated_at",
            "partitions",
            "took_ms",
            "exact",
            "partial",
            "lag",
            "position"),
        names(ok("/v1/concepts/dog")));
    JsonNode vector = ok("/v1/concepts/dog?fields=vector");
    assertEquals(2, vector.path("vector").size());
    assertTrue(vector.path("text").isMissingNode());
    rest.send("PUT", "/v1/concepts/bare", "{}");
    assertTrue(ok("/v1/concepts/bare?fields=vector").path("vector").isNull());
  }

  @Test
  void hitsCarryTheFieldsThatAreAskedFor() throws Exception {
    JsonNode dog = ok("/v1/search?q=dog&fields=attributes,updated_at").path("items").get(0);
    assertEquals(List.of("id", "score", "attributes", "updated_at"), names(dog));
    assertEquals(4, dog.path("attributes").path("legs").asInt());
    assertEquals(1000, dog.path("updated_at").asLong());
    JsonNode similar =
        RestFixture.json(
                rest.send("POST", "/v1/similar?fields=text,vector,strength", "{\"id\":\"puppy\"}"))
            .path("items")
            .get(0);
    assertEquals(List.of("id", "text", "score", "vector", "strength"), names(similar));
    assertEquals(0.1f, similar.path("vector").get(1).floatValue());
    JsonNode entry = ok("/v1/timeline?limit=1&fields=created_at").path("items").get(0);
    assertEquals(List.of("id", "score", "updated_at", "created_at"), names(entry));
  }

  @Test
  void neighborsCarryFieldsOfTheConceptAtTheOtherEnd() throws Exception {
    JsonNode items = ok("/v1/concepts/puppy/neighbors?fields=attributes,vector").path("items");
    assertEquals("woof", items.get(0).path("attributes").path("says").asText());
    assertEquals(2, items.get(0).path("vector").size());
    JsonNode unknown = ok("/v1/concepts/dog/neighbors?limit=1&fields=attributes").path("items");
    assertEquals("animal", unknown.get(0).path("id").asText());
    assertTrue(unknown.get(0).path("attributes").isNull());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/concepts/dog?fields=txt | fields names \"txt\"; known here are text, vector",
        "/v1/search?q=dog&fields=text,text | fields names text more than once",
        "/v1/search?q=dog&fields=text, | fields names \"\"",
        "/v1/timeline?fields=updated_at | fields names \"updated_at\"",
        "/v1/concepts/dog/neighbors?fields=confidence | fields names \"confidence\"",
        "/v1/stats?fields=text | unknown parameter",
      })
  void aFieldThatDoesNotExistIsRefused(String path, String message) throws Exception {
    HttpResponse<String> response = rest.get(path);
    assertEquals(400, response.statusCode());
    String detail = RestFixture.json(response).path("detail").asText();
    assertTrue(detail.startsWith(message), detail);
  }

  @Test
  void severalConceptsComeInTheOrderOfTheirIds() throws Exception {
    HttpResponse<String> response =
        rest.send("POST", "/v1/concepts/get", "{\"ids\":[\"puppy\",\"cow\",\"dog\"]}");
    assertEquals(200, response.statusCode(), response.body());
    JsonNode answer = RestFixture.json(response);
    assertEquals(List.of("puppy", "dog"), answer.path("items").findValuesAsText("id"));
    assertEquals("[\"cow\"]", answer.path("missing").toString());
    assertTrue(answer.path("items").get(0).path("vector").isMissingNode());
    assertEquals(4, answer.path("items").get(1).path("attributes").path("legs").asInt());
  }

  @Test
  void badListsOfIdsAreRefused() throws Exception {
    String many =
        Collections.nCopies(1001, "\"a\"").stream()
            .collect(Collectors.joining(",", "{\"ids\":[", "]}"));
    for (String[] each :
        new String[][] {
          {"{}", "ids is missing or empty"},
          {"{\"ids\":[]}", "ids is missing or empty"},
          {"{\"ids\":\"dog\"}", "ids is not an array of strings"},
          {"{\"ids\":[\"dog\",1]}", "ids[1] is not a string"},
          {"{\"ids\":[\"\"]}", "ids[0] is empty"},
          {"{\"ids\":[null]}", "ids[0] is not a string"},
          {"{\"id\":\"dog\"}", "unknown field \"id\"; known are ids"},
          {many, "ids has more than 1000 elements"},
        }) {
      HttpResponse<String> response = rest.send("POST", "/v1/concepts/get", each[0]);
      assertEquals(400, response.statusCode());
      assertEquals(each[1], RestFixture.json(response).path("detail").asText());
    }
  }

  @Test
  void aConceptThatHasNotChangedIsNotSentAgain() throws Exception {
    String path = "/v1/concepts/dog";
    String tag = tag(rest.sendRaw("GET", path, null));
    assertTrue(tag.startsWith("W/\""), tag);
    assertEquals(tag, tag(rest.sendRaw("GET", path, null)));
    HttpResponse<byte[]> same = rest.sendRaw("GET", path, null, "If-None-Match", "\"x\", " + tag);
    assertEquals(304, same.statusCode());
    assertEquals(0, same.body().length);
    assertEquals(tag, tag(same));
    assertEquals(304, rest.sendRaw("GET", path, null, "If-None-Match", "*").statusCode());
    String other = tag(rest.sendRaw("GET", path + "?fields=vector", null));
    assertNotEquals(tag, other);
    rest.send("PUT", path, "{\"text\":\"changed\"}");
    HttpResponse<byte[]> changed = rest.sendRaw("GET", path, null, "If-None-Match", tag);
    assertEquals(200, changed.statusCode());
    assertNotEquals(tag, tag(changed));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "If-None-Match   | x\"y, \"",
        "If-None-Match   | W/",
        "Accept          | application/x-ndjson;q=\"",
        "Accept-Encoding | gzip;q=\"z",
      })
  void aHeaderThatIsNotValidCountsAsMissing(String header, String value) throws Exception {
    HttpResponse<byte[]> response = rest.sendRaw("GET", "/v1/concepts/dog", null, header, value);
    assertEquals(200, response.statusCode(), new String(response.body(), UTF_8));
  }

  private static String tag(HttpResponse<?> response) {
    return response.headers().firstValue("ETag").orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /v1/concepts/dog, If-Match",
    "PUT, /v1/concepts/dog, If-None-Match",
    "DELETE, /v1/concepts/dog, If-Match",
    "PUT, /v1/concepts/dog/associations/a/b, If-Match",
    "DELETE, /v1/concepts/dog/associations/a/b, If-Unmodified-Since",
    "POST, /v1/events, If-Match",
  })
  void aWriteWithAConditionIsRefused(String method, String path, String header) throws Exception {
    byte[] body = method.equals("DELETE") ? null : "{}".getBytes(UTF_8);
    String type = path.endsWith("events") ? "application/x-ndjson" : "application/json";
    HttpResponse<byte[]> response =
        body == null
            ? rest.sendRaw(method, path, null, header, "\"x\"")
            : rest.sendRaw(method, path, body, header, "\"x\"", "Content-Type", type);
    assertEquals(400, response.statusCode());
    String detail = new String(response.body(), UTF_8);
    assertTrue(detail.contains(header + " cannot be honoured"), detail);
    assertEquals(1000, ok("/v1/concepts/dog").path("updated_at").asLong());
  }

  @Test
  void itemsComeInLinesToWhoAsksForLines() throws Exception {
    HttpResponse<byte[]> response =
        rest.sendRaw("GET", "/v1/search?q=dog", null, "Accept", "application/x-ndjson");
    assertEquals(
        "application/x-ndjson", response.headers().firstValue("Content-Type").orElseThrow());
    String body = new String(response.body(), UTF_8);
    assertTrue(body.endsWith("\n"), body);
    List<String> lines = body.lines().toList();
    assertEquals(3, lines.size());
    assertEquals("dog", RestFixture.JSON.readTree(lines.get(0)).path("id").asText());
    assertEquals("puppy", RestFixture.JSON.readTree(lines.get(1)).path("id").asText());
    JsonNode end = RestFixture.JSON.readTree(lines.get(2)).path("end");
    assertEquals(2, end.path("partitions").path("answered").asInt());
    assertTrue(end.path("next_cursor").isNull());
    assertEquals("[]", end.path("ignored").toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/x-ndjson, application/json;q=0.5 | application/x-ndjson",
        "application/x-ndjson;q=0.5, application/json | application/json",
        "application/x-ndjson;q=0                     | application/json",
        "*/*                                          | application/json",
      })
  void theFormIsThatWhichTheClientPrefers(String accept, String type) throws Exception {
    HttpResponse<byte[]> response = rest.sendRaw("GET", "/v1/timeline", null, "Accept", accept);
    assertEquals(type, response.headers().firstValue("Content-Type").orElseThrow());
  }

  @Test
  void aLongAnswerIsCompressedForWhoTakesIt() throws Exception {
    String text = "dog ".repeat(30_000).strip();
    for (int i = 0; i < 3; i++) {
      String json =
          String.format(Locale.ROOT, "{\"text\":\"%s %d\"}", text.substring(0, 60_000), i);
      rest.send("PUT", "/v1/concepts/long" + i, json);
    }
    String path = "/v1/search?q=dog&fields=text";
    HttpResponse<byte[]> plain = rest.sendRaw("GET", path, null);
    assertTrue(plain.headers().firstValue("Content-Encoding").isEmpty());
    assertEquals("Accept, Accept-Encoding", plain.headers().firstValue("Vary").orElseThrow());
    HttpResponse<byte[]> packed = rest.sendRaw("GET", path, null, "Accept-Encoding", "gzip");
    assertEquals("gzip", packed.headers().firstValue("Content-Encoding").orElseThrow());
    assertTrue(packed.body().length < plain.body().length / 20);
    byte[] unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes();
    assertArrayEquals(withoutTime(plain.body()), withoutTime(unpacked));
    HttpResponse<byte[]> refused =
        rest.sendRaw("GET", path, null, "Accept-Encoding", "gzip;q=0, br");
    assertTrue(refused.headers().firstValue("Content-Encoding").isEmpty());
    HttpResponse<byte[]> small =
        rest.sendRaw("GET", "/health/live", null, "Accept-Encoding", "gzip");
    assertTrue(small.headers().firstValue("Content-Encoding").isEmpty());
  }

  private static byte[] withoutTime(byte[] json) throws Exception {
    JsonNode answer = RestFixture.JSON.readTree(json);
    ((ObjectNode) answer).remove("took_ms");
    return answer.toString().getBytes(UTF_8);
  }
}

package dev.sutra.app.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.app.rest.http.RestConfig;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each wrong request gets its status and a sentence that names what is wrong. */
final class BadRequestTest {
  private static RestFixture rest;

  @BeforeAll
  static void start() throws Exception {
    rest = new RestFixture().withAnimals();
  }

  @AfterAll
  static void stop() {
    rest.close();
  }

  static JsonNode problem(int status, String words, HttpResponse<String> response)
      throws Exception {
    assertEquals(status, response.statusCode(), response.body());
    assertEquals(
        "application/problem+json", response.headers().firstValue("Content-Type").orElse(""));
    JsonNode problem = RestFixture.json(response);
    assertEquals(status, problem.path("status").asInt());
    assertEquals("about:blank", problem.path("type").asText());
    assertFalse(problem.path("title").asText().isEmpty());
    assertTrue(problem.path("detail").asText().contains(words), response.body());
    for (String leak : new String[] {"Exception", "dev.sutra", "jackson", "java.", "Stream"}) {
      assertFalse(response.body().contains(leak), response.body());
    }
    return problem;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/search?q=dog&lim=3              | unknown parameter \"lim\"",
        "/v1/stats?x=1                       | unknown parameter \"x\"",
        "/health/live?x                      | unknown parameter \"x\"",
        "/v1/search?q=dog&q=cat              | parameter q is given more than once",
        "/v1/search?q=dog&limit=1&limit=1    | parameter limit is given more than once",
        "/v1/search                          | parameter q is missing",
        "/v1/search?q=a&filter=size          | filter, character 5: expected =",
        "/v1/timeline?filter=a+%3D+1+b       | filter, character 7: expected and, or",
        "/v1/concepts/dog/neighbors?filter=a%3Ex | filter, character 3: the range of a",
        "/v1/search?q=                       | parameter q is missing",
        "/v1/search?q=%20                    | q is empty",
        "/v1/search?q=dog&mode=fuzzy         | mode is \"fuzzy\"; one of query, any, all",
        "/v1/search?q=dog&highlight=yes      | highlight is \"yes\"; one of true, false",
        "/v1/search?q=dog&explain=1          | explain is \"1\"; one of true, false",
        "/v1/complete                        | parameter prefix is missing",
        "/v1/complete?prefix=%20             | prefix is empty",
        "/v1/complete?prefix=a&limit=1001    | limit is 1001; 1 to 1000 is allowed",
        "/v1/facets                          | parameter facet is missing",
        "/v1/facets?facet=                   | parameter facet is missing",
        "/v1/facets?facet=a&limit=0          | limit is 0; 1 to 1000 is allowed",
        "/v1/facets?facet=a&limit=1001       | limit is 1001; 1 to 1000 is allowed",
        "/v1/facets?facet=a&q=(              | query: ( is not closed (at character 1)",
        "/v1/facets?facet=1&facet=2&facet=3&facet=4&facet=5&facet=6&facet=7&facet=8&facet=9&facet=0"
            + "&facet=a | 11 attributes; facets of at most 10 are counted",
        "/v1/complete?q=a                    | unknown parameter \"q\"",
        "/v1/search?q=dog&fuzzy=1            | fuzzy is \"1\"; one of none, auto",
        "/v1/search?q=dog~3                  | edits are more than 2 (at character 5)",
        "/v1/search?q=dog+AND                | expected a word, a phrase or a group after AND (at"
            + " character 8)",
        "/v1/search?q=%22red+dog             | \" is not closed (at character 1)",
        "/v1/search?q=-dog                   | only exclusions",
        "/v1/search?q=dog&limit=0            | limit is 0; 1 to 1000 is allowed",
        "/v1/search?q=dog&limit=1001         | limit is 1001; 1 to 1000 is allowed",
        "/v1/search?q=dog&limit=-1           | limit is -1",
        "/v1/search?q=dog&limit=ten          | limit is \"ten\", not a whole number",
        "/v1/search?q=dog&limit=99999999999999999999 | limit is",
        "/v1/search?q=dog&timeout_ms=0       | timeout_ms is 0; 1 to 60000",
        "/v1/search?q=dog&timeout_ms=60001   | timeout_ms is 60001",
        "/v1/search?q=dog&consistency=any    | consistency is \"any\"; one of active, standby_ok",
        "/v1/search?q=dog&allow_partial=yes  | allow_partial is \"yes\"",
        "/v1/search?q=%C3%28                 | parameter q is not UTF-8",
        "/v1/concepts/%C3%28                 | the path's id is not UTF-8",
        "/v1/concepts/                       | id is empty",
        "/v1/concepts/dog/neighbors?depth=5  | depth is 5; 1 to 4 is allowed",
        "/v1/concepts/dog/neighbors?depth=0  | depth is 0; 1 to 4 is allowed",
        "/v1/concepts/dog/neighbors?depth=x  | depth is \"x\"",
        "/v1/concepts/dog/neighbors?max_edges=9&cursor=1 | no pages, so no cursor",
        "/v1/concepts/dog/neighbors?type=a&type=b&cursor=1 | no pages, so no cursor",
        "/v1/concepts/dog/neighbors?depth=2&limit=1&limit=2 | limit is given more than once",
        "/v1/concepts/dog/neighbors?depth=2&cursor=1 | no pages, so no cursor",
        "/v1/concepts/dog/neighbors?depth=2&min_weight=1.1 | min_weight is \"1.1\"; a number from"
            + " 0",
        "/v1/concepts/dog/neighbors?depth=2&min_weight=-1 | min_weight is \"-1\"; a number from 0",
        "/v1/concepts/dog/neighbors?depth=2&min_weight=NaN | min_weight is \"NaN\"; a number from"
            + " 0",
        "/v1/concepts/dog/neighbors?depth=2&min_weight=0x1p-1 | min_weight is \"0x1p-1\"",
        "/v1/concepts/dog/neighbors?depth=2&min_weight=half | not a number",
        "/v1/concepts/dog/neighbors?depth=2&max_edges=0 | max_edges is 0; 1 to 1000000 is allowed",
        "/v1/concepts/dog/neighbors?depth=2&max_edges=1000001 | max_edges is 1000001",
        "/v1/concepts/dog/neighbors?direction=up | direction is \"up\"",
        "/v1/concepts/dog/neighbors?cursor=zz | cursor is not one of an earlier page",
        "/v1/paths?from=dog                  | parameter to is missing",
        "/v1/paths?to=dog                    | parameter from is missing",
        "/v1/paths?from=dog&to=dog           | from and to are the same concept",
        "/v1/paths?from=dog&to=cat&k=0       | k is 0; 1 to 100 is allowed",
        "/v1/paths?from=dog&to=cat&k=101     | k is 101; 1 to 100 is allowed",
        "/v1/paths?from=dog&to=cat&max_depth=7 | max_depth is 7; 1 to 6 is allowed",
        "/v1/paths?from=dog&to=cat&by=luck   | by is \"luck\"; one of length, strength",
        "/v1/similarity?a=dog                | parameter b is missing",
        "/v1/timeline?from=yesterday         | from is \"yesterday\"; a time is",
        "/v1/timeline?from=1970-01-01        | a time is",
        "/v1/timeline?from=99999999999999999999 | a time is",
        "/v1/timeline?from=%2B999999999-01-01T00:00:00Z | a time is",
        "/v1/timeline?from=2&to=1            | from (2) is after to (1)",
        "/v1/timeline?order=up               | order is \"up\"",
      })
  void wrongParameterIsNamed(String path, String words) throws Exception {
    problem(400, words, rest.get(path));
  }

  @Test
  void overlongIdIsRefusedOnEveryPath() throws Exception {
    String id = "x".repeat(257);
    problem(400, "id is longer than 256 bytes", rest.get("/v1/concepts/" + id));
    problem(400, "id is longer", rest.get("/v1/concepts/" + id + "/neighbors"));
    String deep = "/v1/concepts/dog/neighbors?depth=2";
    problem(400, "type is longer", rest.get(deep + "&type=a&type=" + id));
    StringBuilder types = new StringBuilder(deep);
    for (int i = 0; i < 65; i++) {
      types.append("&type=t").append(i);
    }
    problem(400, "65 types; at most 64 are allowed", rest.get(types.toString()));
    problem(400, "a is longer", rest.get("/v1/similarity?a=" + id + "&b=dog"));
    problem(400, "id is longer", rest.send("PUT", "/v1/concepts/" + id, "{}"));
    problem(400, "id is longer", rest.send("DELETE", "/v1/concepts/" + id, null, null));
    problem(
        400,
        "target is longer",
        rest.send("PUT", "/v1/concepts/a/associations/t/" + id, null, null));
    problem(
        400,
        "type is longer",
        rest.send("DELETE", "/v1/concepts/a/associations/" + id + "/b", null, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                              | the body is missing",
        "{                               | not valid JSON",
        "[]                              | not a JSON object",
        "\"x\"                           | not a JSON object",
        "{\"id\":\"dog\"} {}             | continues after its object",
        "{\"id\":\"dog\"} x              | not valid JSON",
        "{\"id\":\"dog\",\"k\":3}        | unknown field \"k\"",
        "{\"id\":\"dog\",\"id\":\"cat\"} | not valid JSON",
        "{\"id\":5}                      | id is not a string",
        "{\"id\":\"\"}                   | id is empty",
        "{}                              | exactly one of id, text and vector",
        "{\"id\":\"dog\",\"text\":\"x\"} | exactly one of id, text and vector",
        "{\"text\":\" \"}                | text is empty",
        "{\"vector\":[]}                 | vector has 0 components",
        "{\"vector\":[1]}                | vector does not have 2 components",
        "{\"vector\":[0,0]}              | vector is zero",
        "{\"vector\":[1,\"2\"]}          | vector[1] is not a number",
        "{\"vector\":[1,NaN]}            | not valid JSON",
        "{\"vector\":[1,Infinity]}       | not valid JSON",
        "{\"vector\":[1,1e99]}           | vector[1] is not a finite",
        "{\"vector\":[[1]]}              | vector[0] is not a number",
        "{\"vector\":[[[[1]]]]}          | vector[0] is not a number",
        "{\"vector\":{}}                 | vector is not an array",
        "{\"vector\":\"AACAPw==\"}       | vector is not an array",
        "{\"vector\":[1,null]}           | vector[1] is not a number",
        "{\"id\":\"dog\",\"min_score\":1e40} | min_score is",
        "{\"vector\":[1,2],\"limit\":0}  | limit is 0",
        "{\"id\":\"dog\",\"limit\":1.5}  | limit is not a whole number",
        "{\"id\":\"dog\",\"limit\":1001} | limit is 1001",
        "{\"id\":\"dog\",\"limit\":99999999999} | limit is out of its range",
        "{\"id\":\"dog\",\"min_score\":\"x\"} | min_score is not a number",
        "{\"id\":\"dog\",\"exact\":1}    | exact is not true or false",
        "{\"id\":\"dog\",\"target_recall\":0.4} | target_recall is 0.4; 0.5 to 1 is allowed",
        "{\"id\":\"dog\",\"target_recall\":\"x\"} | target_recall is not a number",
        "{\"id\":\"dog\",\"filter\":[]} | filter is not an object",
        "{\"id\":\"dog\",\"filter\":{\"x\":1}} | unknown field \"x\" of filter",
        "{\"id\":\"dog\",\"filter\":{\"attributes\":1}} | filter.attributes is not an object",
        "{\"id\":\"dog\",\"filter\":{\"attributes\":{\"a\":null}}} | is not a string, a number",
        "{\"id\":\"dog\",\"filter\":{\"attributes\":{\"a\":1e400}}} | a is Infinity; not a finite",
        "{\"id\":\"dog\",\"filter\":{\"attributes\":{\"a\":NaN}}} | not valid JSON",
        "{\"id\":\"dog\",\"filter\":{\"attributes\":{\"a\":9223372036854775808}}} | 64 bits",
        "{\"id\":\"dog\",\"filter\":{\"updated_from\":1.5}} | filter.updated_from is not a whole",
        "{\"id\":\"dog\",\"filter\":{\"updated_from\":2,\"updated_to\":1}} | is after updated_to",
        "{\"id\":\"dog\",\"filter\":{\"id_prefix\":7}} | filter.id_prefix is not a string",
        "{\"id\":\"dog\",\"filter\":7} | filter is not an object",
        "{\"id\":\"dog\",\"filter\":\"a >\"} | filter, character 4: expected a value",
        "{\"id\":\"dog\",\"filter\":{\"any\":[]}} | or has no conditions",
        "{\"id\":\"dog\",\"filter\":{\"any\":[{}]}} | a part of or has no condition",
        "{\"id\":\"dog\",\"filter\":{\"all\":[null]}} | filter is not an object",
        "{\"id\":\"dog\",\"filter\":{\"not\":{}}} | not has no condition",
        "{\"id\":\"dog\",\"filter\":{\"ids\":[7]}} | filter.ids is not a string",
        "{\"id\":\"dog\",\"filter\":{\"ids\":[]}} | the list of id has 0 values; 1 to 1000",
        "{\"id\":\"dog\",\"filter\":{\"has\":{}}} | filter.has.type is missing",
        "{\"id\":\"dog\",\"filter\":{\"has\":{\"type\":\"t\",\"direction\":\"x\"}}} | one of out,"
            + " in",
        "{\"id\":\"dog\",\"filter\":{\"has\":{\"to\":1}}} | unknown field \"to\" of filter.has",
        "{\"id\":\"dog\",\"filter\":{\"attributes\":{\"a\":{}}}} | with a comparison",
        "{\"id\":\"dog\",\"filter\":{\"attributes\":{\"a\":{\"x\":1}}}} | unknown field \"x\" of"
            + " an",
        "{\"id\":\"dog\",\"filter\":{\"attributes\":{\"a\":{\"gt\":\"x\"}}}} | ranges are for"
            + " numbers",
        "{\"id\":\"dog\",\"filter\":{\"attributes\":{\"a\":[[1]]}}} | is not a string, a number",
        "{\"id\":\"dog\",\"filter\":{\"created_from\":2,\"created_to\":1}} | is after created_to",
      })
  void wrongSimilarBodyIsNamed(String body, String words) throws Exception {
    problem(400, words, rest.send("POST", "/v1/similar", body));
  }

  @Test
  void aFilterThatIsTooLargeIsNamed() throws Exception {
    String values = "1,".repeat(9_999) + "1";
    problem(
        400,
        "filter.attributes.a has more than 1000 values",
        similarWith("{\"attributes\":{\"a\":[" + values + "]}}"));
    problem(
        400, "the list of a has more than 1000 values", similarWith("\"a in (" + values + ")\""));
    problem(
        400,
        "filter.any has more than 1000 values",
        similarWith("{\"any\":[" + "\"a=1\",".repeat(5_000) + "\"a=1\"]}"));
    problem(400, "nested", similarWith("{\"not\":".repeat(5_000) + "{}" + "}".repeat(5_000)));
  }

  private HttpResponse<String> similarWith(String filter) throws Exception {
    return rest.send("POST", "/v1/similar", "{\"id\":\"dog\",\"filter\":" + filter + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                    | the body is missing",
        "{                                     | not valid JSON",
        "[1]                                   | JSON object",
        "{} {}                                 | something after",
        "{\"txt\":\"x\"}                       | unknown field \"txt\"",
        "{\"text\":\"x\",\"text\":\"y\"}       | not valid JSON",
        "{\"text\":5}                          | text is not a string",
        "{\"id\":\"other\"}                    | id contradicts",
        "{\"vector\":[1,2,3]}                  | vector does not have 2",
        "{\"vector\":[0,0]}                    | vector is zero",
        "{\"vector\":[]}                       | vector has 0 components",
        "{\"vector\":[NaN,1]}                  | not valid JSON",
        "{\"vector\":[1e99,1]}                 | vector[0] is not a finite",
        "{\"attributes\":{\"a\":{\"b\":1}}}    | attribute",
        "{\"attributes\":{\"a\":{\"b\":{\"c\":{}}}}} | ``",
        "{\"attributes\":{\"a\":[1]}}          | attribute",
        "{\"attributes\":{\"\":1}}             | name",
        "{\"strength\":1.5}                    | strength is 1.5",
        "{\"confidence\":-0.5}                 | confidence is -0.5",
        "{\"timestamp\":\"now\"}               | timestamp",
        "{\"timestamp\":1e99}                  | timestamp",
        "{\"weight\":1}                        | weight",
      })
  void wrongConceptBodyIsNamed(String body, String words) throws Exception {
    problem(400, words, rest.send("PUT", "/v1/concepts/new", body));
  }

  @Test
  void wrongAssociationBodyIsNamed() throws Exception {
    String path = "/v1/concepts/a/associations/t/b";
    problem(400, "weight is 2.0", rest.send("PUT", path, "{\"weight\":2}"));
    problem(400, "text", rest.send("PUT", path, "{\"text\":\"x\"}"));
    problem(400, "target contradicts", rest.send("PUT", path, "{\"target\":\"c\"}"));
    problem(400, "type is empty", rest.send("PUT", "/v1/concepts/a/associations//b", null, null));
  }

  @Test
  void textThatIsTooLongOrNotUtf8IsRefused() throws Exception {
    String text = "x".repeat(64 * 1024 + 1);
    problem(
        400,
        "text is longer than 65536 bytes",
        rest.send("PUT", "/v1/concepts/a", "{\"text\":\"" + text + "\"}"));
    byte[] latin1 = "{\"text\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
    problem(400, "UTF-8", rest.send("PUT", "/v1/concepts/a", "application/json", latin1));
    problem(
        400, "the body is not UTF-8", rest.send("POST", "/v1/similar", "application/json", latin1));
    problem(400, "well-formed", rest.send("PUT", "/v1/concepts/a", "{\"text\":\"\\ud800\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"text\":\"a\\ud800\"}                                      | text is not well-formed",
        "{\"text\":\"\\udc00\\ud800\"}                                | text is not well-formed",
        "{\"id\":\"\\ud800\"}                                         | id is not well-formed",
        "{\"id\":\"a\",\"filter\":{\"id_prefix\":\"\\udfff\"}}          | id_prefix is not well-",
        "{\"id\":\"a\",\"filter\":{\"attributes\":{\"k\":\"\\ud800x\"}}} | attribute k is not"
            + " well-",
        "{\"id\":\"a\",\"filter\":{\"attributes\":{\"\\ud800\":1}}}      | an attribute's name is"
            + " not",
      })
  void halfASurrogatePairIsRefusedInEveryText(String body, String words) throws Exception {
    problem(400, words, rest.send("POST", "/v1/similar", body));
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/search?q=%ED%A0%80, parameter q",
    "/v1/concepts/%ED%A0%80, the path's id",
    "/v1/concepts/a/neighbors?type=%ED%A0%80, parameter type",
    "/v1/concepts/a/neighbors?cursor=%ED%A0%80, parameter cursor",
    "/v1/similarity?b=a&a=%ED%A0%80, parameter a",
    "/v1/stats?min_position=%ED%B0%80, parameter min_position",
  })
  void halfASurrogatePairIsRefusedInEveryAddress(String path, String what) throws Exception {
    problem(400, what + " is not UTF-8", rest.get(path));
  }

  @Test
  void bodyWhereNoneIsTakenIsRefused() throws Exception {
    problem(400, "takes no body", rest.send("DELETE", "/v1/concepts/a", "{}"));
    problem(400, "takes no body", rest.send("GET", "/v1/stats", "{}"));
  }

  @Test
  void bodyBeyondTheLimitIsRefused() throws Exception {
    for (int size : new int[] {RestConfig.BODY_BYTES_MAX + 1, 8 * RestConfig.BODY_BYTES_MAX}) {
      byte[] body = new byte[size];
      problem(
          413,
          "larger than 1048576 bytes",
          rest.send("POST", "/v1/similar", "application/json", body));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "none                             | the content type is missing",
        "text/plain                       | the content type is \"text/plain\"",
        "application/x-www-form-urlencoded | application/json in UTF-8 is supported",
        "application/json; charset=latin1 | application/json in UTF-8 is supported",
      })
  void bodyOfAnotherTypeIsRefused(String contentType, String words) throws Exception {
    byte[] body = "{\"id\":\"dog\"}".getBytes(StandardCharsets.UTF_8);
    problem(415, words, rest.send("POST", "/v1/similar", contentType, body));
    problem(415, words, rest.send("PUT", "/v1/concepts/a", contentType, body));
  }

  @Test
  void unknownPathIsNotFound() throws Exception {
    for (String path :
        new String[] {"/v2", "/v1", "/v1/concepts", "/v1/concepts/a/b", "//", "/x/"}) {
      problem(404, "not found", rest.get(path));
    }
  }

  @Test
  void unknownConceptIsNotFound() throws Exception {
    problem(404, "there is no concept \"cow\"", rest.get("/v1/concepts/cow"));
    problem(404, "\"cow\"", rest.get("/v1/concepts/cow/neighbors"));
    problem(404, "\"cow\"", rest.get("/v1/concepts/cow/neighbors?depth=2"));
    problem(404, "\"cow\"", rest.get("/v1/paths?from=cow&to=crow"));
    problem(404, "\"cow\"", rest.get("/v1/similarity?a=dog&b=cow"));
    problem(404, "\"cow\"", rest.send("POST", "/v1/similar", "{\"id\":\"cow\"}"));
  }

  @Test
  void otherMethodIsA405WithAllow() throws Exception {
    HttpResponse<String> response = rest.send("POST", "/v1/concepts/dog", "{}");
    problem(405, "not POST", response);
    assertEquals(
        "DELETE, GET, HEAD, OPTIONS, PUT", response.headers().firstValue("Allow").orElse(""));
    HttpResponse<String> get = rest.get("/v1/similar");
    problem(405, "not GET", get);
    assertEquals("OPTIONS, POST", get.headers().firstValue("Allow").orElse(""));
    problem(405, "not TRACE", rest.send("TRACE", "/v1/stats", null, null));
    problem(405, "not FROB", rest.send("FROB", "/v1/stats", null, null));
  }
}

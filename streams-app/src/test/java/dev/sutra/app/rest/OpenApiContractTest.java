package dev.sutra.app.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.sutra.app.api.ServiceException;
import dev.sutra.app.auth.Role;
import dev.sutra.app.rest.http.Route;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds openapi.yaml to the server: the same routes, the same parameters, answers that fit. */
final class OpenApiContractTest {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  private static RestFixture rest;
  private static String yaml;
  private static JsonNode page;

  @BeforeAll
  static void start() throws Exception {
    rest = new RestFixture().withAnimals();
    HttpResponse<String> response = rest.get("/openapi.yaml");
    assertEquals("application/yaml", response.headers().firstValue("Content-Type").orElse(""));
    yaml = response.body();
    page = new ObjectMapper(new YAMLFactory()).readTree(yaml);
  }

  @AfterAll
  static void stop() {
    rest.close();
  }

  @Test
  void pageIsValidOpenApi() {
    SwaggerParseResult result = new OpenAPIV3Parser().readContents(yaml);
    assertEquals(List.of(), result.getMessages());
    assertNotNull(result.getOpenAPI());
    assertEquals("3.1.0", result.getOpenAPI().getOpenapi());
  }

  @Test
  void pageAndServerHaveTheSameRoutesAndParameters() {
    Map<String, Set<String>> served = new TreeMap<>();
    for (Route route : rest.server.routes()) {
      served.put(route.method() + " " + route.template(), new TreeSet<>(route.parameters()));
    }
    Map<String, Set<String>> written = new TreeMap<>();
    page.path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation -> {
                          if (METHODS.contains(operation.getKey())) {
                            written.put(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                queryParameters(operation.getValue()));
                          }
                        }));
    assertEquals(written, served);
  }

  @Test
  void pageAndServerNeedTheSameRoles() {
    for (Route route : rest.server.routes()) {
      JsonNode operation = operation(route.method(), route.template());
      JsonNode security = operation.path("security");
      JsonNode asked = security.isMissingNode() ? page.path("security") : security;
      Role role = route.role();
      assertEquals(
          role == null ? "[]" : "[{\"key\":[\"" + role.text() + "\"]},{}]",
          asked.toString(),
          route.method() + " " + route.template());
    }
  }

  private static Set<String> queryParameters(JsonNode operation) {
    Set<String> names = new TreeSet<>();
    for (JsonNode parameter : operation.path("parameters")) {
      JsonNode resolved = resolved(parameter);
      if (resolved.path("in").asText().equals("query")) {
        names.add(resolved.path("name").asText());
      }
    }
    return names;
  }

  private static JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? page.at(node.path("$ref").asText().substring(1)) : node;
  }

  private static JsonNode operation(String method, String template) {
    String key = template.replace("/", "~1");
    JsonNode operation = page.at("/paths/" + key + "/" + method.toLowerCase(Locale.ROOT));
    assertFalse(operation.isMissingNode(), method + " " + template);
    return operation;
  }

  /** The errors of a document under the schema that the page has at a pointer. */
  private static List<String> errors(JsonNode schema, String json) throws Exception {
    ObjectNode document = page.deepCopy();
    document.removeAll();
    document.set("components", page.path("components"));
    document.set("allOf", new ObjectMapper().createArrayNode().add(schema));
    Schema compiled =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(document.toString(), InputFormat.JSON);
    return compiled.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  private static void assertFits(String method, String template, HttpResponse<String> response)
      throws Exception {
    JsonNode responses = operation(method, template).path("responses");
    String status = Integer.toString(response.statusCode());
    JsonNode written = resolved(responses.path(responses.has(status) ? status : "default"));
    String type = response.headers().firstValue("Content-Type").orElse("").split(";", -1)[0];
    JsonNode schema = written.path("content").path(type).path("schema");
    assertFalse(schema.isMissingNode(), type + " is not written for " + method + " " + template);
    if (type.endsWith("json")) {
      assertEquals(List.of(), errors(schema, response.body()), response.body());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/concepts/{id}, /v1/concepts/dog",
    "/v1/concepts/{id}, /v1/concepts/bare",
    "/v1/concepts/{id}, '/v1/concepts/dog?fields=vector,text'",
    "/v1/concepts/{id}, /v1/concepts/cow",
    "/v1/concepts/{id}/neighbors, /v1/concepts/dog/neighbors?direction=both&limit=2",
    "/v1/concepts/{id}/neighbors, /v1/concepts/dog/neighbors?depth=9",
    "/v1/concepts/{id}/neighbors, /v1/concepts/dog/neighbors?depth=4&direction=both",
    "/v1/concepts/{id}/neighbors, /v1/concepts/dog/neighbors?depth=2&max_edges=1",
    "/v1/paths, /v1/paths?from=puppy&to=cat&k=3",
    "/v1/paths, /v1/paths?from=puppy&to=cat&max_edges=1",
    "/v1/paths, /v1/paths?from=puppy&to=puppy",
    "/v1/search, /v1/search?q=dog",
    "/v1/search, /v1/search?q=nothing",
    "/v1/search, '/v1/search?q=dog&fields=text,vector,attributes,confidence,updated_at'",
    "/v1/concepts/{id}/neighbors, '/v1/concepts/dog/neighbors?fields=vector,attributes,strength'",
    "/v1/timeline, '/v1/timeline?fields=vector,attributes,created_at,confidence'",
    "/v1/search, /v1/search?q=dog&limit=0",
    "/v1/search, /v1/search?q=dog&mode=all",
    "/v1/search, /v1/search?q=dog&fuzzy=auto",
    "/v1/search, /v1/search?q=dog&highlight=true&explain=true",
    "/v1/complete, /v1/complete?prefix=do",
    "/v1/complete, /v1/complete?prefix=none",
    "/v1/facets, /v1/facets?facet=legs&facet=size&facet=none&q=dog&mode=any",
    "/v1/facets, /v1/facets?facet=tame&filter=legs=4",
    "/v1/search, /v1/search?q=dog&limit=1&cursor=1",
    "/v1/search, /v1/search?q=dog&cursor=none",
    "/v1/facets, /v1/facets",
    "/v1/complete, /v1/complete",
    "/v1/search, /v1/search?q=dog+AND",
    "/v1/similarity, /v1/similarity?a=dog&b=cat",
    "/v1/timeline, /v1/timeline?limit=1",
    "/v1/stats, /v1/stats",
    "/v1/instances, /v1/instances",
    "/v1/standing-queries, /v1/standing-queries",
    "/v1/standing-queries/{id}, /v1/standing-queries/none",
    "/health/live, /health/live",
    "/health/ready, /health/ready",
    "/metrics, /metrics",
    "/openapi.yaml, /openapi.yaml",
    "/, /",
  })
  void answersOfReadsFit(String template, String path) throws Exception {
    rest.send("PUT", "/v1/concepts/bare", "{}");
    assertFits("GET", template, rest.get(path));
  }

  @Test
  void answersOfWritesAndQuestionsWithABodyFit() throws Exception {
    String concept = "/v1/concepts/{id}";
    String body = "{\"text\":\"t\",\"vector\":[1,2],\"attributes\":{\"a\":1},\"partial\":false}";
    assertFits("PUT", concept, rest.send("PUT", "/v1/concepts/new", body));
    assertFits("PUT", concept, rest.send("PUT", "/v1/concepts/new", "{\"x\":1}"));
    assertFits("DELETE", concept, rest.send("DELETE", "/v1/concepts/new", null, null));
    String association = "/v1/concepts/{id}/associations/{type}/{target}";
    String path = "/v1/concepts/a/associations/t/b";
    assertFits("PUT", association, rest.send("PUT", path, "{\"weight\":0.5}"));
    assertFits("DELETE", association, rest.send("DELETE", path, null, null));
    assertFits("POST", "/v1/similar", rest.send("POST", "/v1/similar", "{\"id\":\"dog\"}"));
    assertFits("POST", "/v1/similar", rest.send("POST", "/v1/similar", "{}"));
    String hybrid = "/v1/hybrid";
    assertFits("POST", hybrid, rest.send("POST", hybrid, "{\"text\":\"dog\",\"id\":\"cat\"}"));
    assertFits("POST", hybrid, rest.send("POST", hybrid, "{}"));
    String get = "/v1/concepts/get";
    assertFits("POST", get, rest.send("POST", get, "{\"ids\":[\"dog\",\"none\"]}"));
    assertFits("POST", get, rest.send("POST", get, "{}"));
    byte[] lines = "{\"op\":\"delete\",\"id\":\"none\"}\nx\n".getBytes(UTF_8);
    String events = "/v1/events";
    assertFits("POST", events, rest.send("POST", events, "application/x-ndjson", lines));
    assertFits("POST", events, rest.send("POST", events, "{}"));
    assertFits("POST", "/v1/expand", rest.send("POST", "/v1/expand", "{\"ids\":[\"dog\"]}"));
    assertFits("POST", "/v1/expand", rest.send("POST", "/v1/expand", "{}"));
  }

  @Test
  void answersOfStandingQueriesFit() throws Exception {
    String all = "/v1/standing-queries";
    String one = all + "/{id}";
    String near =
        "{\"near\":{\"vector\":[1,0],\"min_score\":0.5},\"filter\":{\"id_prefix\":\"d\"}}";
    String edge = "{\"edge\":{\"type\":\"IS\"}}";
    assertFits("PUT", one, rest.send("PUT", all + "/near", near));
    assertFits("PUT", one, rest.send("PUT", all + "/edge", edge));
    assertFits("PUT", one, rest.send("PUT", all + "/edge", "{}"));
    assertFits("GET", one, rest.get(all + "/near"));
    assertFits("GET", one, rest.get(all + "/edge"));
    assertFits("GET", all, rest.get(all + "?limit=1"));
    assertFits("DELETE", one, rest.send("DELETE", all + "/near", null, null));
    assertFits("DELETE", one, rest.send("DELETE", all + "/edge", null, null));
  }

  @Test
  void problemsFit() throws Exception {
    try (RestFixture failing = new RestFixture()) {
      failing.service.before =
          () -> {
            throw new IllegalStateException("broken");
          };
      assertFits("GET", "/v1/stats", failing.get("/v1/stats"));
      failing.service.before =
          () -> {
            throw ServiceException.unavailable("starting", Duration.ofSeconds(1));
          };
      assertFits("GET", "/v1/stats", failing.get("/v1/stats"));
      failing.service.notReady = "starting";
      assertFits("GET", "/health/ready", failing.get("/health/ready"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ConceptBody     | {\"text\":\"t\",\"vector\":[1,2],\"timestamp\":5} | true",
        "ConceptBody     | {\"txt\":\"t\"}                     | false",
        "ConceptBody     | {\"strength\":2}                    | false",
        "ConceptBody     | {\"attributes\":{\"a\":[]}}         | false",
        "AssociationBody | {\"weight\":0.5,\"confidence\":1}   | true",
        "AssociationBody | {\"weight\":-1}                     | false",
        "IdsBody         | {\"ids\":[\"dog\"]}                 | true",
        "HybridBody      | {\"text\":\"a\",\"weights\":{\"graph\":2}} | true",
        "HybridBody      | {\"text\":\"a\",\"weights\":{\"graph\":0}} | false",
        "HybridBody      | {\"id\":\"dog\",\"fusion\":\"linear\",\"diversity\":0.5} | true",
        "HybridBody      | {\"id\":\"dog\",\"diversity\":1}       | false",
        "HybridBody      | {\"anchors\":[\"dog\"],\"boosts\":{\"recency\":1}} | true",
        "HybridBody      | {\"limit\":3}                         | false",
        "IdsBody         | {\"ids\":[]}                         | false",
        "SimilarBody     | {\"id\":\"dog\",\"limit\":1000}     | true",
        "SimilarBody     | {\"id\":\"dog\",\"limit\":1001}     | false",
        "SimilarBody     | {\"id\":\"dog\",\"text\":\"x\"}     | false",
        "SimilarBody     | {\"vector\":[1,0],\"exact\":true}   | true",
        "SimilarBody     | {}                                  | false",
        "StandingQueryBody | {\"text\":{\"query\":\"dog\"}} | true",
        "StandingQueryBody | {\"text\":{}}                    | false",
        "StandingQueryBody | {\"near\":{\"vector\":[1,0],\"min_score\":0}} | true",
        "StandingQueryBody | {\"near\":{\"vector\":[1,0]}}   | false",
        "StandingQueryBody | {\"near\":{\"vector\":[1,0],\"text\":\"a\",\"min_score\":0}} | false",
        "StandingQueryBody | {\"edge\":{\"min_weight\":1}}   | false",
        "StandingQueryBody | {\"edge\":{\"type\":\"t\"},\"text\":{\"query\":\"a\"}} | false",
        "StandingQueryBody | {\"edge\":{\"type\":\"t\"},\"filter\":{\"id_prefix\":\"a\"}} | false",
      })
  void bodiesAreTakenAsThePageSays(String name, String body, boolean valid) throws Exception {
    JsonNode schema =
        new ObjectMapper().createObjectNode().put("$ref", "#/components/schemas/" + name);
    assertEquals(valid, errors(schema, body).isEmpty(), "by the page");
    HttpResponse<String> response =
        switch (name) {
          case "ConceptBody" -> rest.send("PUT", "/v1/concepts/x", body);
          case "AssociationBody" -> rest.send("PUT", "/v1/concepts/x/associations/t/y", body);
          case "HybridBody" -> rest.send("POST", "/v1/hybrid", body);
          case "IdsBody" -> rest.send("POST", "/v1/concepts/get", body);
          case "StandingQueryBody" -> rest.send("PUT", "/v1/standing-queries/x", body);
          default -> rest.send("POST", "/v1/similar", body);
        };
    assertEquals(valid, response.statusCode() / 100 == 2, "by the server: " + response.body());
  }

  @Test
  void aDamagedAnswerDoesNotFit() throws Exception {
    JsonNode schema =
        new ObjectMapper().createObjectNode().put("$ref", "#/components/schemas/SearchAnswer");
    ObjectNode answer = (ObjectNode) RestFixture.json(rest.get("/v1/search?q=dog"));
    assertEquals(List.of(), errors(schema, answer.toString()));
    assertFalse(errors(schema, answer.deepCopy().put("extra", 1).toString()).isEmpty());
    ((ObjectNode) answer.path("items").get(0)).remove("score");
    assertFalse(errors(schema, answer.toString()).isEmpty());
    assertTrue(yaml.startsWith("openapi: 3.1.0"));
  }
}

package dev.sutra.app.server;

import static dev.sutra.app.server.RestApi.encode;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sutra.engine.filter.FilterLimits;
import dev.sutra.engine.query.FacetQuery;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The most values of a facet and of a list in a filter, and one more: cases of {@link
 * ConceptAppSuite}. No partition has too many values of the facet, only all of them together.
 */
final class ValueLimitCases {
  private static final int VALUES = FacetQuery.VALUES_MAX + 1;

  private final RestApi api;

  ValueLimitCases(RestApi api) {
    this.api = api;
  }

  void run() {
    String upsert = "{\"op\":\"upsert\",\"id\":\"value%1$d\",\"attributes\":{\"v\":%1$d}}";
    String position = write(upsert);
    try {
      facets(position);
      lists();
    } finally {
      position = write("{\"op\":\"delete\",\"id\":\"value%d\"}");
    }
    JsonNode none = api.ask("/v1/facets?facet=v&filter=id+%5E+value&min_position=" + position);
    assertEquals(0, none.get("total").asLong());
  }

  /** Writes an event for each value; returns the position. */
  private String write(String event) {
    RestApi.Reply reply =
        api.events(
            IntStream.range(0, VALUES)
                .mapToObj(event::formatted)
                .collect(Collectors.joining("\n")));
    assertEquals(202, reply.status(), reply.body());
    assertEquals(VALUES, reply.json().get("accepted").asInt());
    return reply.json().get("position").asText();
  }

  private void facets(String position) {
    String path = "/v1/facets?facet=kind&facet=v&limit=2&min_position=" + position;
    assertProblem(
        "attribute v has more than 10000 different values among these concepts", api.get(path));
    JsonNode most = api.ask(path + "&filter=" + encode("v < 10000"));
    assertEquals(10_000, most.get("total").asLong());
    JsonNode facet = most.get("facets").get(1);
    assertEquals(10_000, facet.get("distinct").asLong());
    assertEquals(
        "[{\"value\":0,\"concepts\":1},{\"value\":1,\"concepts\":1}]",
        facet.get("values").toString());
    assertEquals(0, facet.get("missing").asLong());
    assertEquals(10_000, most.get("facets").get(0).get("missing").asLong());
    assertTrue(most.get("exact").asBoolean());
  }

  private void lists() {
    String refused = "has more than " + FilterLimits.VALUES_MAX + " values";
    for (int count : new int[] {FilterLimits.VALUES_MAX + 1, VALUES}) {
      assertProblem(
          "the list of v " + refused, similar("\"v in (%s)\"".formatted(values("", count))));
      assertProblem(
          "the list of id " + refused, similar("\"id in (%s)\"".formatted(values("value", count))));
      assertProblem(
          "filter.attributes.v " + refused,
          similar("{\"attributes\":{\"v\":[%s]}}".formatted(values("", count))));
      assertProblem(
          "filter.attributes.v.in " + refused,
          similar("{\"attributes\":{\"v\":{\"in\":[%s]}}}".formatted(values("", count))));
    }
    for (String filter :
        new String[] {
          "\"number in (0.5, 1, %s)\"".formatted(values("", FilterLimits.VALUES_MAX - 2)),
          "{\"attributes\":{\"number\":[%s]}}".formatted(values("", FilterLimits.VALUES_MAX))
        }) {
      RestApi.Reply reply = similar(filter);
      assertEquals(200, reply.status(), reply.body());
      assertEquals(5, reply.json().get("items").size());
    }
  }

  private RestApi.Reply similar(String filter) {
    return api.send(
        "POST", "/v1/similar", "{\"text\":\"a dog\",\"limit\":5,\"filter\":" + filter + "}");
  }

  private static String values(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).collect(Collectors.joining(","));
  }

  private static void assertProblem(String words, RestApi.Reply reply) {
    assertEquals(400, reply.status(), reply.body());
    assertEquals(400, reply.json().get("status").asInt());
    String detail = reply.json().get("detail").asText();
    assertTrue(detail.contains(words), detail);
  }
}

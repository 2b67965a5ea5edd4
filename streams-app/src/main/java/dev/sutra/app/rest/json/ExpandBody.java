package dev.sutra.app.rest.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.json.FilterBody;
import dev.sutra.app.json.JsonValues;
import dev.sutra.app.json.StrictJson;
import dev.sutra.engine.graph.EdgeSelection;
import dev.sutra.engine.graph.ExpandQuery;
import dev.sutra.engine.graph.GraphLimits;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.engine.query.QueryLimits;
import dev.sutra.record.Direction;
import dev.sutra.record.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the body of a query for related concepts; see {@link StrictJson}. */
public final class ExpandBody {
  private static final int DEPTH_DEFAULT = 2;

  private List<String> ids = List.of();
  private @Nullable List<Double> weights;
  private Direction direction = Direction.BOTH;
  private List<String> types = List.of();
  private float minWeight;
  private double decay = ExpandQuery.DECAY_DEFAULT;
  private int depth = DEPTH_DEFAULT;
  private int limit = ReadOptions.LIMIT_DEFAULT;
  private int edgesMax = GraphLimits.EDGES_DEFAULT;
  private ConceptFilter filter = ConceptFilter.NONE;

  private ExpandBody() {}

  /**
   * Reads a body.
   *
   * @throws IllegalArgumentException naming the field that is wrong
   */
  public static ExpandQuery read(byte[] body) {
    if (body.length == 0) {
      throw new IllegalArgumentException("the body is missing");
    }
    ExpandBody read = new ExpandBody();
    StrictJson.readDocument("the body", body, read::field);
    return read.query();
  }

  private ExpandQuery query() {
    if (weights != null && weights.size() != ids.size()) {
      throw new IllegalArgumentException(
          "weights has " + weights.size() + " elements; ids has " + ids.size());
    }
    List<ExpandQuery.Seed> seeds = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      seeds.add(new ExpandQuery.Seed(ids.get(i), weights == null ? 1 : weights.get(i)));
    }
    if (limit < 1 || limit > QueryLimits.ITEMS_MAX) {
      throw new IllegalArgumentException(
          "limit is " + limit + "; 1 to " + QueryLimits.ITEMS_MAX + " is allowed");
    }
    return new ExpandQuery(
        seeds,
        new EdgeSelection(direction, types),
        minWeight,
        decay,
        depth,
        limit,
        edgesMax,
        filter);
  }

  private void field(JsonParser parser, String name) throws IOException {
    switch (name) {
      case "ids" -> ids = list(parser, name, GraphLimits.SEEDS_MAX, ExpandBody::id);
      case "weights" -> weights = list(parser, name, GraphLimits.SEEDS_MAX, JsonValues::number);
      case "types" -> types = list(parser, name, GraphLimits.TYPES_MAX, ExpandBody::text);
      case "direction" -> direction = direction(JsonValues.string(parser, name));
      case "min_weight" -> minWeight = JsonValues.finiteFloat(parser, name);
      case "decay" -> decay = JsonValues.number(parser, name);
      case "depth" -> depth = whole(parser, name);
      case "limit" -> limit = whole(parser, name);
      case "max_edges" -> edgesMax = whole(parser, name);
      case "filter" -> filter = FilterBody.read(parser);
      default ->
          throw StrictJson.unknownField(
              name,
              "",
              "ids, weights, types, direction, min_weight, decay, depth, limit, max_edges, filter");
    }
  }

  /** Reads an element at which a parser stands. */
  private interface Element<T> {
    T read(JsonParser parser, String name) throws IOException;
  }

  private static <T> List<T> list(
      JsonParser parser, String name, int elementsMax, Element<T> element) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw JsonValues.wrongType(name, "an array");
    }
    List<T> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (list.size() == elementsMax) {
        throw new IllegalArgumentException(name + " has more than " + elementsMax + " elements");
      }
      list.add(element.read(parser, name + "[" + list.size() + "]"));
    }
    return list;
  }

  private static String id(JsonParser parser, String name) throws IOException {
    String id = text(parser, name);
    Limits.checkId(name, id);
    return id;
  }

  private static String text(JsonParser parser, String name) throws IOException {
    String text = JsonValues.string(parser, name);
    if (text == null) {
      throw JsonValues.wrongType(name, "a string");
    }
    return text;
  }

  private static Direction direction(@Nullable String name) {
    return switch (name) {
      case "out" -> Direction.OUT;
      case "in" -> Direction.IN;
      case "both" -> Direction.BOTH;
      case null, default ->
          throw new IllegalArgumentException("direction must be one of out, in, both");
    };
  }

  private static int whole(JsonParser parser, String name) throws IOException {
    return Math.clamp(JsonValues.wholeNumber(parser, name), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }
}

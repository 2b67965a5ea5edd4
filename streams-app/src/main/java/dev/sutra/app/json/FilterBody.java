package dev.sutra.app.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sutra.engine.filter.Condition;
import dev.sutra.engine.filter.Condition.All;
import dev.sutra.engine.filter.Condition.Any;
import dev.sutra.engine.filter.Condition.IdPrefix;
import dev.sutra.engine.filter.Condition.Ids;
import dev.sutra.engine.filter.Condition.Linked;
import dev.sutra.engine.filter.Condition.TimeField;
import dev.sutra.engine.filter.Condition.Times;
import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.record.Direction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the filter of a query: an object, all of whose fields must match, or its text. Unknown
 * fields and wrong types are errors.
 */
public final class FilterBody {
  private static final String KNOWN =
      "attributes, updated_from, updated_to, created_from, created_to, id_prefix, ids, has, all,"
          + " any, not";

  private final JsonParser parser;
  // Sorted by name, so that equal filters are equal however their fields are ordered.
  private final Map<String, Condition> attributes = new TreeMap<>();
  private final List<Condition> others = new ArrayList<>();
  private long updatedFrom = Long.MIN_VALUE;
  private long updatedTo = Long.MAX_VALUE;
  private long createdFrom = Long.MIN_VALUE;
  private long createdTo = Long.MAX_VALUE;
  private @Nullable String idPrefix;

  private FilterBody(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads the value at which a parser stands; null is a filter that all concepts pass.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public static ConceptFilter read(JsonParser parser) throws IOException {
    return parser.currentToken() == JsonToken.VALUE_NULL
        ? ConceptFilter.NONE
        : new ConceptFilter(condition(parser));
  }

  /** Reads a filter; the parser limits how deep they are nested. */
  private static Condition condition(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return ConceptFilter.parse(parser.getText()).condition();
    }
    FilterBody body = new FilterBody(parser);
    StrictJson.readObject(parser, "filter", body::field);
    return body.condition();
  }

  private void field(JsonParser same, String name) throws IOException {
    switch (name) {
      case "attributes" -> StrictJson.readObject(parser, "filter.attributes", this::attribute);
      case "updated_from" -> updatedFrom = JsonValues.wholeNumber(parser, "filter." + name);
      case "updated_to" -> updatedTo = JsonValues.wholeNumber(parser, "filter." + name);
      case "created_from" -> createdFrom = JsonValues.wholeNumber(parser, "filter." + name);
      case "created_to" -> createdTo = JsonValues.wholeNumber(parser, "filter." + name);
      case "id_prefix" -> idPrefix = JsonValues.string(parser, "filter.id_prefix");
      case "ids" ->
          others.add(
              new Ids(
                  new LinkedHashSet<>(
                      FilterValues.list(
                          parser, "filter.ids", () -> required(parser, "filter.ids")))));
      case "has" -> others.add(association());
      case "all" -> others.add(new All(conditions("filter.all")));
      case "any" -> others.add(new Any(conditions("filter.any")));
      case "not" -> others.add(Condition.not(condition(parser)));
      default -> throw StrictJson.unknownField(name, " of filter", KNOWN);
    }
  }

  private Condition condition() {
    List<Condition> parts = new ArrayList<>(attributes.values());
    parts.add(times(TimeField.UPDATED, "updated", updatedFrom, updatedTo));
    parts.add(times(TimeField.CREATED, "created", createdFrom, createdTo));
    if (idPrefix != null && !idPrefix.isEmpty()) {
      parts.add(new IdPrefix(idPrefix));
    }
    parts.addAll(others);
    return new All(parts);
  }

  private static Condition times(TimeField field, String name, long from, long to) {
    if (from > to) {
      throw new IllegalArgumentException(
          name + "_from (" + from + ") is after " + name + "_to (" + to + ")");
    }
    return from == Long.MIN_VALUE && to == Long.MAX_VALUE
        ? Condition.EVERYTHING
        : new Times(field, from, to);
  }

  private void attribute(JsonParser same, String name) throws IOException {
    attributes.put(name, FilterValues.test(parser, name));
  }

  private List<Condition> conditions(String name) throws IOException {
    return FilterValues.list(parser, name, () -> condition(parser));
  }

  private Condition association() throws IOException {
    @Nullable String[] parts = {null, "both", null};
    StrictJson.readObject(
        parser,
        "filter.has",
        (same, name) -> {
          switch (name) {
            case "type" -> parts[0] = required(parser, "filter.has.type");
            case "direction" -> parts[1] = required(parser, "filter.has.direction");
            case "id" -> parts[2] = JsonValues.string(parser, "filter.has.id");
            default -> throw StrictJson.unknownField(name, " of filter.has", "type, direction, id");
          }
        });
    String type = parts[0];
    if (type == null) {
      throw new IllegalArgumentException("filter.has.type is missing");
    }
    Direction direction =
        switch (String.valueOf(parts[1])) {
          case "out" -> Direction.OUT;
          case "in" -> Direction.IN;
          case "both" -> Direction.BOTH;
          default -> throw JsonValues.wrongType("filter.has.direction", "one of out, in and both");
        };
    return new Linked(type, direction, parts[2]);
  }

  private static String required(JsonParser parser, String name) throws IOException {
    String value = JsonValues.string(parser, name);
    if (value == null) {
      throw JsonValues.wrongType(name, "a string");
    }
    return value;
  }
}

package dev.sutra.app.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sutra.engine.filter.Condition;
import dev.sutra.engine.filter.Condition.All;
import dev.sutra.engine.filter.Condition.Exists;
import dev.sutra.engine.filter.Condition.Range;
import dev.sutra.engine.filter.FilterLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads what a filter asks of an attribute. */
final class FilterValues {
  private static final String WHAT = "an attribute of the filter";

  /** Reads an element of a list. */
  interface Element<T> {
    T read() throws IOException;
  }

  private FilterValues() {}

  /**
   * Reads a value, a list of values, or an object with comparisons, all of which must match.
   *
   * @param name of the attribute
   */
  static Condition test(JsonParser parser, String name) throws IOException {
    return switch (parser.currentToken()) {
      case START_ARRAY ->
          Condition.in(name, list(parser, path(name), () -> value(parser, "a value of " + WHAT)));
      case START_OBJECT -> comparisons(parser, name);
      default -> Condition.is(name, value(parser, WHAT));
    };
  }

  /** Names an attribute in errors; its name is checked first, so that none is too long for them. */
  private static String path(String name) {
    return "filter.attributes." + new Exists(name).name();
  }

  private static Condition comparisons(JsonParser parser, String name) throws IOException {
    List<Condition> parts = new ArrayList<>();
    StrictJson.readObject(
        parser,
        WHAT,
        (same, comparison) -> {
          switch (comparison) {
            case "gt" -> parts.add(new Range(name, value(parser, WHAT), false, null, false));
            case "gte" -> parts.add(new Range(name, value(parser, WHAT), true, null, false));
            case "lt" -> parts.add(new Range(name, null, false, value(parser, WHAT), false));
            case "lte" -> parts.add(new Range(name, null, false, value(parser, WHAT), true));
            case "in" ->
                parts.add(
                    Condition.in(
                        name,
                        list(
                            parser,
                            path(name) + ".in",
                            () -> value(parser, "a value of " + WHAT))));
            case "exists" -> {
              Exists exists = new Exists(name);
              parts.add(JsonValues.flag(parser, "exists") ? exists : Condition.not(exists));
            }
            case "not" -> parts.add(Condition.not(test(parser, name)));
            default ->
                throw StrictJson.unknownField(
                    comparison, " of " + WHAT, "gt, gte, lt, lte, in, exists, not");
          }
        });
    if (parts.isEmpty()) {
      throw JsonValues.wrongType(WHAT, "a value, a list, or an object with a comparison");
    }
    return new All(parts);
  }

  /** Reads a list of at most {@link FilterLimits#VALUES_MAX} elements. */
  static <T> List<T> list(JsonParser parser, String name, Element<T> element) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw JsonValues.wrongType(name, "a list");
    }
    List<T> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (elements.size() == FilterLimits.VALUES_MAX) {
        throw new IllegalArgumentException(
            name + " has more than " + FilterLimits.VALUES_MAX + " values");
      }
      elements.add(element.read());
    }
    return elements;
  }

  private static Object value(JsonParser parser, String name) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> JsonValues.wholeNumber(parser, name);
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      default -> throw JsonValues.wrongType(name, "a string, a number, true or false");
    };
  }
}

package dev.sutra.app.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sutra.engine.query.ConceptFilter;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the filter of a question's JSON body, each field known and of its type. */
final class FilterBody {
  private final JsonParser parser;
  private final Map<String, Object> attributes = new HashMap<>();
  private long updatedFrom = Long.MIN_VALUE;
  private long updatedTo = Long.MAX_VALUE;
  private @Nullable String idPrefix;

  private FilterBody(JsonParser parser) {
    this.parser = parser;
  }

  /** Reads the value that a parser stands at. */
  static ConceptFilter read(JsonParser parser, JsonToken start) throws IOException {
    if (start == JsonToken.VALUE_NULL) {
      return ConceptFilter.NONE;
    }
    return new FilterBody(parser).filter(start);
  }

  private ConceptFilter filter(JsonToken start) throws IOException {
    if (start != JsonToken.START_OBJECT) {
      throw SimilarBody.wrongType("filter", "an object");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      switch (name) {
        case "attributes" -> attributes(token);
        case "updated_from" -> updatedFrom = time(name, token);
        case "updated_to" -> updatedTo = time(name, token);
        case "id_prefix" -> idPrefix = prefix(token);
        default ->
            throw HttpProblem.badRequest(
                "unknown field "
                    + Shown.quoted(name)
                    + " of filter; known are attributes, updated_from, updated_to, id_prefix");
      }
    }
    return new ConceptFilter(attributes, updatedFrom, updatedTo, idPrefix);
  }

  private void attributes(JsonToken start) throws IOException {
    if (start != JsonToken.START_OBJECT) {
      throw SimilarBody.wrongType("filter.attributes", "an object");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      attributes.put(name, attribute(parser.nextToken()));
    }
  }

  private Object attribute(JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> whole("an attribute of the filter", token);
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      default ->
          throw SimilarBody.wrongType(
              "an attribute of the filter", "a string, a number, true or false");
    };
  }

  private long time(String name, JsonToken token) throws IOException {
    return whole("filter." + name, token);
  }

  private long whole(String name, JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_NUMBER_INT) {
      throw SimilarBody.wrongType(name, "a whole number");
    }
    return switch (parser.getNumberType()) {
      case INT, LONG -> parser.getLongValue();
      default -> throw SimilarBody.wrongType(name, "a whole number of 64 bits");
    };
  }

  private @Nullable String prefix(JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_STRING -> parser.getText();
      default -> throw SimilarBody.wrongType("filter.id_prefix", "a string");
    };
  }
}

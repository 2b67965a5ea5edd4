package dev.sutra.app.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sutra.app.message.PlainText;
import dev.sutra.engine.query.ConceptFilter;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the filter of a query. Unknown fields and wrong types are errors. */
public final class FilterBody {
  private final JsonParser parser;
  private final Map<String, Object> attributes = new HashMap<>();
  private long updatedFrom = Long.MIN_VALUE;
  private long updatedTo = Long.MAX_VALUE;
  private @Nullable String idPrefix;

  private FilterBody(JsonParser parser) {
    this.parser = parser;
  }

  /** Reads the value at which a parser stands; null is a filter that all concepts pass. */
  public static ConceptFilter read(JsonParser parser) throws IOException {
    return parser.currentToken() == JsonToken.VALUE_NULL
        ? ConceptFilter.NONE
        : new FilterBody(parser).filter();
  }

  private ConceptFilter filter() throws IOException {
    JsonValues.checkObject(parser, "filter");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "attributes" -> attributes();
        case "updated_from" -> updatedFrom = JsonValues.wholeNumber(parser, "filter." + name);
        case "updated_to" -> updatedTo = JsonValues.wholeNumber(parser, "filter." + name);
        case "id_prefix" -> idPrefix = JsonValues.string(parser, "filter.id_prefix");
        default ->
            throw new IllegalArgumentException(
                "unknown field "
                    + PlainText.quoted(name)
                    + " of filter; known are attributes, updated_from, updated_to, id_prefix");
      }
    }
    return new ConceptFilter(attributes, updatedFrom, updatedTo, idPrefix);
  }

  private void attributes() throws IOException {
    JsonValues.checkObject(parser, "filter.attributes");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      attributes.put(name, attribute());
    }
  }

  private Object attribute() throws IOException {
    String name = "an attribute of the filter";
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

package dev.sutra.app.rest.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sutra.app.json.JsonValues;
import dev.sutra.app.json.StrictJson;
import dev.sutra.engine.query.QueryLimits;
import dev.sutra.record.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the body of a look-up of several concepts; see {@link StrictJson}. */
public final class IdsBody {
  private IdsBody() {}

  /**
   * Reads a body.
   *
   * @return one or more ids
   * @throws IllegalArgumentException naming the field that is wrong
   */
  public static List<String> read(byte[] body) {
    if (body.length == 0) {
      throw new IllegalArgumentException("the body is missing");
    }
    List<String> ids = new ArrayList<>();
    StrictJson.readDocument(
        "the body",
        body,
        (parser, name) -> {
          if (!name.equals("ids")) {
            throw StrictJson.unknownField(name, "", "ids");
          }
          ids.addAll(ids(parser, name, QueryLimits.ITEMS_MAX));
        });
    if (ids.isEmpty()) {
      throw new IllegalArgumentException("ids is missing or empty");
    }
    return ids;
  }

  /** Reads the array of ids at which a parser stands. */
  static List<String> ids(JsonParser parser, String field, int elementsMax) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw JsonValues.wrongType(field, "an array of strings");
    }
    List<String> ids = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (ids.size() == elementsMax) {
        throw new IllegalArgumentException(field + " has more than " + elementsMax + " elements");
      }
      String name = field + "[" + ids.size() + "]";
      String id = JsonValues.string(parser, name);
      if (id == null) {
        throw JsonValues.wrongType(name, "a string");
      }
      Limits.checkId(name, id);
      ids.add(id);
    }
    return ids;
  }
}

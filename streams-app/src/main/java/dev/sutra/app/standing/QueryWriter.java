package dev.sutra.app.standing;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sutra.engine.filter.PlainFilter;
import dev.sutra.standing.StandingQuery;
import dev.sutra.standing.StandingQuery.Edge;
import dev.sutra.standing.StandingQuery.Near;
import dev.sutra.standing.StandingQuery.Text;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes standing queries as JSON. */
public final class QueryWriter {
  private QueryWriter() {}

  /**
   * Writes the fields of a query into the current object.
   *
   * @param vector whether the vector is written, too
   */
  public static void write(JsonGenerator json, StandingQuery query, boolean vector)
      throws IOException {
    switch (query.condition()) {
      case Text text -> {
        json.writeObjectFieldStart("text");
        json.writeStringField("query", text.text());
        json.writeBooleanField("any", text.any());
      }
      case Near near -> {
        json.writeObjectFieldStart("near");
        if (vector) {
          json.writeArrayFieldStart("vector");
          for (float component : near.vector()) {
            json.writeNumber(component);
          }
          json.writeEndArray();
        }
        json.writeNumberField("min_score", near.minScore());
      }
      case Edge edge -> {
        json.writeObjectFieldStart("edge");
        optional(json, "type", edge.type());
        optional(json, "source", edge.source());
        optional(json, "target", edge.target());
        json.writeNumberField("min_weight", edge.minWeight());
      }
    }
    json.writeEndObject();
    if (!query.filter().isNone()) {
      PlainFilter plain = PlainFilter.of(query.filter().condition());
      if (plain != null) {
        write(json, plain);
      } else {
        json.writeStringField("filter", query.filter().text());
      }
    }
  }

  private static void write(JsonGenerator json, PlainFilter filter) throws IOException {
    json.writeObjectFieldStart("filter");
    if (!filter.attributes().isEmpty()) {
      json.writeObjectFieldStart("attributes");
      for (Map.Entry<String, Object> attribute : filter.attributes().entrySet()) {
        json.writeFieldName(attribute.getKey());
        switch (attribute.getValue()) {
          case String text -> json.writeString(text);
          case Long number -> json.writeNumber(number);
          case Double number -> json.writeNumber(number);
          case Boolean flag -> json.writeBoolean(flag);
          default -> throw new IllegalStateException("an attribute of another type");
        }
      }
      json.writeEndObject();
    }
    if (filter.updatedFrom() != Long.MIN_VALUE) {
      json.writeNumberField("updated_from", filter.updatedFrom());
    }
    if (filter.updatedTo() != Long.MAX_VALUE) {
      json.writeNumberField("updated_to", filter.updatedTo());
    }
    optional(json, "id_prefix", filter.idPrefix());
    json.writeEndObject();
  }

  private static void optional(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }
}

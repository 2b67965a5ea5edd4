package dev.sutra.app.rest.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sutra.engine.query.Completions;
import dev.sutra.engine.query.ExpandedWord;
import dev.sutra.engine.query.Facets;
import dev.sutra.engine.query.TextMatch;
import java.io.IOException;
import java.util.List;

/** Writes what answers of text searches have beside hits, completions, and counts of values. */
public final class SearchJson {
  private SearchJson() {}

  static void expanded(JsonGenerator json, List<ExpandedWord> expanded) throws IOException {
    json.writeArrayFieldStart("expanded");
    for (ExpandedWord each : expanded) {
      json.writeStartObject();
      json.writeStringField("word", each.word());
      json.writeArrayFieldStart("words");
      for (String word : each.words()) {
        json.writeString(word);
      }
      json.writeEndArray();
      json.writeBooleanField("cut", each.cut());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  public static void completion(JsonGenerator json, Completions.Word word) throws IOException {
    json.writeStringField("word", word.word());
    json.writeNumberField("concepts", word.documents());
  }

  /** Writes counts of values. */
  static void facets(JsonGenerator json, Facets facets) throws IOException {
    json.writeArrayFieldStart("facets");
    for (Facets.Facet facet : facets.facets()) {
      json.writeStartObject();
      json.writeStringField("name", facet.name());
      json.writeArrayFieldStart("values");
      for (Facets.Count count : facet.values()) {
        json.writeStartObject();
        json.writeFieldName("value");
        ConceptFields.writeValue(json, count.value());
        json.writeNumberField("concepts", count.concepts());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeNumberField("distinct", facet.distinct());
      json.writeNumberField("missing", facet.missing());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Writes how a text matches, as far as it was asked for. */
  static void match(JsonGenerator json, TextMatch match) throws IOException {
    TextMatch.Highlight highlight = match.highlight();
    if (highlight != null) {
      json.writeObjectFieldStart("highlight");
      json.writeStringField("fragment", highlight.fragment());
      json.writeNumberField("start", highlight.start());
      json.writeArrayFieldStart("matches");
      for (TextMatch.Span span : highlight.matches()) {
        json.writeStartArray();
        json.writeNumber(span.from());
        json.writeNumber(span.to());
        json.writeEndArray();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    List<TextMatch.Part> parts = match.parts();
    if (parts != null) {
      json.writeArrayFieldStart("explanation");
      for (TextMatch.Part part : parts) {
        explanation(json, part);
      }
      json.writeEndArray();
    }
  }

  private static void explanation(JsonGenerator json, TextMatch.Part part) throws IOException {
    json.writeStartObject();
    json.writeStringField("part", part.part());
    json.writeNumberField("boost", part.boost());
    json.writeNumberField("idf", part.idf());
    json.writeNumberField("tf", part.frequency());
    json.writeNumberField("length", part.length());
    json.writeNumberField("average_length", part.averageLength());
    json.writeNumberField("score", part.score());
    json.writeEndObject();
  }
}

package dev.sutra.app.standing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.standing.QueryMatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes matches as JSON, version {@value #VERSION}. */
public final class MatchWriter {
  private static final int VERSION = 1;
  private static final JsonFactory JSON = new JsonFactory();

  private MatchWriter() {}

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  /** The position of an event. */
  public record EventPosition(String topic, int partition, long offset) {}

  /** A concept that matches. */
  public static byte[] concept(QueryMatch match, Concept concept, EventPosition event) {
    return write(
        match, event, concept.updatedAt(), json -> json.writeStringField("concept", concept.id()));
  }

  /** An association that matches. */
  public static byte[] association(QueryMatch match, Association association, EventPosition event) {
    return write(
        match,
        event,
        association.updatedAt(),
        json -> {
          json.writeObjectFieldStart("association");
          json.writeStringField("source", association.source());
          json.writeStringField("type", association.type());
          json.writeStringField("target", association.target());
          json.writeEndObject();
        });
  }

  private static byte[] write(QueryMatch match, EventPosition event, long time, Fields matched) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("version", VERSION);
      json.writeStringField("query", match.queryId());
      matched.write(json);
      json.writeNumberField("score", match.score());
      json.writeNumberField("time", time);
      json.writeObjectFieldStart("event");
      json.writeStringField("topic", event.topic());
      json.writeNumberField("partition", event.partition());
      json.writeNumberField("offset", event.offset());
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      // A stream in memory does not fail.
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}

package dev.sutra.app.rest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes JSON into memory. */
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** Writes the fields of an object, or the elements of an array. */
  public interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  public static Payload object(Fields fields) {
    return write(
        json -> {
          json.writeStartObject();
          fields.write(json);
          json.writeEndObject();
        });
  }

  public static Payload array(Fields elements) {
    return write(
        json -> {
          json.writeStartArray();
          elements.write(json);
          json.writeEndArray();
        });
  }

  /** Writes values, each on a line of its own. */
  public static Payload lines(Fields values) {
    return write(
        json -> {
          json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
          values.write(json);
          json.writeRaw('\n');
        });
  }

  private static Payload write(Fields value) {
    Payload.Output out = new Payload.Output();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      value.write(json);
    } catch (IOException e) {
      // A stream in memory does not fail.
      throw new UncheckedIOException(e);
    }
    return out.payload();
  }
}

package dev.sutra.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.apache.avro.Schema;

/**
 * The schema for the registry: the text of {@code ConceptEvent.avsc} without the Java string type
 * of the generated classes, so that producers in all languages register the same schema.
 */
final class EventSchema {
  static final Schema WIRE = load();

  private EventSchema() {}

  private static Schema load() {
    try (InputStream in = EventSchema.class.getResourceAsStream("ConceptEvent.avsc")) {
      return new Schema.Parser().parse(Objects.requireNonNull(in, "ConceptEvent.avsc"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

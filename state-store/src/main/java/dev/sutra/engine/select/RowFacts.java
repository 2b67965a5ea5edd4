package dev.sutra.engine.select;

import dev.sutra.engine.filter.Facts;
import dev.sutra.engine.filter.Truth;
import dev.sutra.record.Attributes;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.Direction;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What conditions ask about a concept, read from its row. Not thread-safe. */
final class RowFacts implements Facts {
  /** Tells whether a concept has an association. */
  @FunctionalInterface
  interface Links {
    Truth linked(String id, String type, Direction direction, @Nullable String other);
  }

  private final String id;
  private final byte[] value;
  private final Links links;
  // Decoded when the first one is asked for.
  private @Nullable Map<String, Object> attributes;

  RowFacts(String id, byte[] value, Links links) {
    this.id = id;
    this.value = value;
    this.links = links;
  }

  @Override
  public @Nullable Object attribute(String name) {
    Map<String, Object> decoded = attributes;
    if (decoded == null) {
      decoded = ConceptRow.attributes(value);
      attributes = decoded;
    }
    Object found = decoded.get(name);
    return found == null ? null : Attributes.comparable(found);
  }

  @Override
  public long updatedAt() {
    return ConceptRow.updatedAt(value, 0);
  }

  @Override
  public long createdAt() {
    return ConceptRow.createdAt(value);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Truth linked(String type, Direction direction, @Nullable String other) {
    return links.linked(id, type, direction, other);
  }
}

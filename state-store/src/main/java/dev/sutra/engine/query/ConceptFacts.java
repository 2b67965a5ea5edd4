package dev.sutra.engine.query;

import dev.sutra.engine.filter.Facts;
import dev.sutra.engine.filter.Truth;
import dev.sutra.record.Attributes;
import dev.sutra.record.Concept;
import dev.sutra.record.Direction;
import org.jspecify.annotations.Nullable;

/** What conditions ask about a concept whose associations are not known. */
record ConceptFacts(Concept concept) implements Facts {
  @Override
  public @Nullable Object attribute(String name) {
    Object value = concept.attributes().get(name);
    return value == null ? null : Attributes.comparable(value);
  }

  @Override
  public long updatedAt() {
    return concept.updatedAt();
  }

  @Override
  public long createdAt() {
    return concept.createdAt();
  }

  @Override
  public String id() {
    return concept.id();
  }

  @Override
  public Truth linked(String type, Direction direction, @Nullable String other) {
    return Truth.OPEN;
  }
}

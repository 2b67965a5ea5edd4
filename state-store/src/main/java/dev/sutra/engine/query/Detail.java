package dev.sutra.engine.query;

import dev.sutra.record.Concept;
import dev.sutra.record.Limits;

/** How much of a concept an item of a result carries. */
public enum Detail {
  /** Its id and text. */
  TEXT,
  /** The concept without its vector. */
  CONCEPT,
  /** The concept with its vector. */
  VECTOR;

  /** A concept with this much of it: without the rest, if only the text is carried. */
  public Concept of(Concept concept) {
    return switch (this) {
      case TEXT -> Concept.builder(concept.id()).text(concept.text()).build();
      case CONCEPT -> concept.toBuilder().vector(null).build();
      case VECTOR -> concept;
    };
  }

  /** The most that an item takes, in bytes. */
  public long bytesMax() {
    return this == TEXT ? Limits.TEXT_BYTES_MAX : Limits.CONCEPT_BYTES_MAX;
  }
}

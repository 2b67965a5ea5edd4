package dev.sutra.engine.query;

import dev.sutra.record.Concept;
import dev.sutra.record.Limits;
import org.jspecify.annotations.Nullable;

/** How much of a concept an item of a result carries. */
public enum Detail {
  /** Its id alone. */
  ID,
  /** Its id and text. */
  TEXT,
  /** The concept without its vector. */
  CONCEPT,
  /** The concept with its vector. */
  VECTOR;

  // An id, its score, and the objects that hold them.
  private static final long ID_BYTES = Limits.ID_BYTES_MAX + 64;

  /** A concept with this much of it; what is not carried is empty. */
  public Concept of(Concept concept) {
    return switch (this) {
      case ID -> Concept.builder(concept.id()).build();
      case TEXT -> Concept.builder(concept.id()).text(concept.text()).build();
      case CONCEPT -> concept.toBuilder().vector(null).build();
      case VECTOR -> concept;
    };
  }

  /** What an item carries besides id and text; null: nothing. */
  public @Nullable Concept carried(Concept concept) {
    return switch (this) {
      case ID, TEXT -> null;
      case CONCEPT, VECTOR -> of(concept);
    };
  }

  /** The most that an item takes, in bytes. */
  public long bytesMax() {
    return switch (this) {
      case ID -> ID_BYTES;
      case TEXT -> Limits.TEXT_BYTES_MAX;
      case CONCEPT, VECTOR -> Limits.CONCEPT_BYTES_MAX;
    };
  }
}

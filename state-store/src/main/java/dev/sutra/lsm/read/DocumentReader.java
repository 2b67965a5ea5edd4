package dev.sutra.lsm.read;

import dev.sutra.record.Concept;
import org.jspecify.annotations.Nullable;

/**
 * Reads documents of one source, one at a time. Allocates only the values that are read. Not
 * thread-safe; valid while the snapshot is open.
 */
public interface DocumentReader {
  /** Moves to a document. Has to be called first. */
  void moveTo(int document);

  /** Returns the id of the concept. */
  String id();

  /** Returns the text, or null. */
  @Nullable String text();

  /** Returns the concept. */
  Concept concept(boolean withVector);
}

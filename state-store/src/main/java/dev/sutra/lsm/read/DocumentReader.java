package dev.sutra.lsm.read;

import org.jspecify.annotations.Nullable;

/**
 * Reads documents of one source one after the other, without making anything for each but what is
 * asked for. For one thread, while the snapshot is open.
 */
public interface DocumentReader {
  /** Moves to a document; before anything else is asked. */
  void moveTo(int document);

  /** The id of its concept. */
  String id();

  /** Its text, or null. */
  @Nullable String text();
}

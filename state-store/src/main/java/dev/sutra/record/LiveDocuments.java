package dev.sutra.record;

import org.jspecify.annotations.Nullable;

/**
 * Which documents of one source (a memtable or a segment) a snapshot sees.
 *
 * <p>A document is a concept row of the source, named by a dense number. It stops being live when a
 * newer row of the same concept is written, in whatever source.
 */
public interface LiveDocuments {
  /** Whether the document is visible to the snapshot and neither overwritten nor deleted in it. */
  boolean isLive(int document);

  /** Whether every document is live, so that no check is needed. */
  boolean allLive();

  /** The deaths that decide, so that counts can be kept; null where nothing else is to be had. */
  default @Nullable Liveness liveness() {
    return null;
  }

  /** Up to which sequence deaths count, where {@link #liveness()} is not null. */
  default long sequence() {
    return Long.MAX_VALUE;
  }
}

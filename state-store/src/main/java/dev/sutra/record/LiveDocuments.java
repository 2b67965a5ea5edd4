package dev.sutra.record;

import org.jspecify.annotations.Nullable;

/**
 * The documents of one source (a memtable or a segment) that are visible to a snapshot.
 *
 * <p>A document is a concept row of the source, named by a dense number. It is live until a newer
 * row of the same concept is written to any source.
 */
public interface LiveDocuments {
  /** Whether the snapshot sees the document and it is neither overwritten nor deleted. */
  boolean isLive(int document);

  /** Whether all documents are live, so that no check is needed. */
  boolean allLive();

  /** The deletions of the source, for cached counts; null if not available. */
  default @Nullable Liveness liveness() {
    return null;
  }

  /** The sequence up to which deletions count, if {@link #liveness()} is not null. */
  default long sequence() {
    return Long.MAX_VALUE;
  }
}

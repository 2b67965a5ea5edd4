package dev.sutra.vector;

import dev.sutra.record.LiveDocuments;
import java.util.function.IntPredicate;

/**
 * What a search sees of a source.
 *
 * @param source the vectors
 * @param live which documents the snapshot sees
 * @param filter which documents the caller wants; asked for few of them only
 */
public record VectorView(VectorSource source, LiveDocuments live, IntPredicate filter) {
  /** A view of every live document. */
  public VectorView(VectorSource source, LiveDocuments live) {
    this(source, live, document -> true);
  }
}

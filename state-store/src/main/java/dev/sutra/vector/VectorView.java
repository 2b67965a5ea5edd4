package dev.sutra.vector;

import dev.sutra.record.LiveDocuments;
import java.util.BitSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What a search sees of a source.
 *
 * @param source the vectors
 * @param live which documents the snapshot sees
 * @param filter which documents the caller wants; asked for few of them only; null: all
 * @param ordinals the vectors that the caller wants, instead of the filter; null: the filter counts
 */
public record VectorView(
    VectorSource source,
    LiveDocuments live,
    @Nullable IntPredicate filter,
    @Nullable BitSet ordinals) {
  /** A view of every live document. */
  public VectorView(VectorSource source, LiveDocuments live) {
    this(source, live, null, null);
  }

  /** A view of the live documents that pass a filter. */
  public VectorView(VectorSource source, LiveDocuments live, IntPredicate filter) {
    this(source, live, filter, null);
  }

  /**
   * A view of the live ones of some vectors.
   *
   * @param ordinals of vectors; not changed meanwhile
   */
  public static VectorView selected(VectorSource source, LiveDocuments live, BitSet ordinals) {
    return new VectorView(source, live, null, ordinals);
  }

  public boolean isWanted(int ordinal) {
    if (ordinals != null && !ordinals.get(ordinal)) {
      return false;
    }
    if (filter == null && live.allLive()) {
      return true;
    }
    int document = source.documentOf(ordinal);
    return (live.allLive() || live.isLive(document)) && (filter == null || filter.test(document));
  }
}

package dev.sutra.vector;

import dev.sutra.record.LiveDocuments;
import java.util.BitSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of a source that a search may return.
 *
 * @param source the vectors
 * @param live the documents that are live in the snapshot
 * @param filter the documents that the caller wants, tested late and for few vectors; null: all
 * @param ordinals the vectors that the caller wants, in place of a filter; null: see {@code filter}
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
   * A view of selected vectors, as far as they are live.
   *
   * @param ordinals of the wanted vectors; must not change during the search
   */
  public static VectorView selected(VectorSource source, LiveDocuments live, BitSet ordinals) {
    return new VectorView(source, live, null, ordinals);
  }

  /** Whether a vector is selected, live, and passes the filter. */
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

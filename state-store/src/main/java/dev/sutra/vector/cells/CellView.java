package dev.sutra.vector.cells;

import dev.sutra.vector.VectorView;
import org.jspecify.annotations.Nullable;

/**
 * A source in an approximate search.
 *
 * @param view the vectors, and which of them may be returned
 * @param cells their codes; null to scan the source exactly
 */
public record CellView(VectorView view, @Nullable CellsSection cells) {
  /**
   * Checks that the numbers of codes and vectors match.
   *
   * @throws IllegalArgumentException if they do not
   */
  public CellView {
    if (cells != null && cells.size() != view.source().size()) {
      throw new IllegalArgumentException(
          cells.size() + " codes do not fit " + view.source().size() + " vectors");
    }
  }
}

package dev.sutra.vector.cells;

import dev.sutra.vector.VectorView;
import org.jspecify.annotations.Nullable;

/**
 * What an approximate search sees of a source.
 *
 * @param view the vectors, which are live, and which are wanted
 * @param cells their codes; null if the source is to be scanned exactly
 */
public record CellView(VectorView view, @Nullable CellsSection cells) {
  /**
   * Checks that the codes are those of the vectors.
   *
   * @throws IllegalArgumentException if there are more or fewer codes than vectors
   */
  public CellView {
    if (cells != null && cells.size() != view.source().size()) {
      throw new IllegalArgumentException(
          cells.size() + " codes do not fit " + view.source().size() + " vectors");
    }
  }
}

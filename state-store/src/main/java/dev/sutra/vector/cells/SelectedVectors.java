package dev.sutra.vector.cells;

import dev.sutra.vector.VectorSource;
import dev.sutra.vector.quantization.CellCodebook;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The vectors of a segment being written, selected from other sources. Not thread-safe. */
public final class SelectedVectors {
  private final List<@Nullable VectorSource> sources;
  private final List<@Nullable CellsSection> cells;
  private final int[] from;
  private final int[] ordinals;
  private final int size;

  /**
   * Selects vectors. The arrays are not copied.
   *
   * @param sources sources of vectors; null for a source without vectors
   * @param cells the codes of each source; null for a source without codes
   * @param from for each vector the index of its source
   * @param ordinals for each vector its ordinal in the source
   * @param size number of vectors
   */
  public SelectedVectors(
      List<? extends @Nullable VectorSource> sources,
      List<? extends @Nullable CellsSection> cells,
      int[] from,
      int[] ordinals,
      int size) {
    this.sources = new ArrayList<>(sources);
    this.cells = new ArrayList<>(cells);
    this.from = from;
    this.ordinals = ordinals;
    this.size = size;
  }

  /** Selects the first vectors in an array of ordinals from one source without codes. */
  public static SelectedVectors of(VectorSource source, int[] ordinals, int size) {
    List<@Nullable CellsSection> noCodes = new ArrayList<>();
    noCodes.add(null);
    return new SelectedVectors(List.of(source), noCodes, new int[size], ordinals, size);
  }

  /** Selects all vectors of a source. None may be added while this selection is used. */
  static SelectedVectors all(VectorSource source) {
    int[] ordinals = new int[source.size()];
    for (int i = 0; i < ordinals.length; i++) {
      ordinals[i] = i;
    }
    return of(source, ordinals, ordinals.length);
  }

  int size() {
    return size;
  }

  /** The number of sources. */
  int sources() {
    return sources.size();
  }

  /** The codes of a source, if they were written with this codebook; else null. */
  @Nullable CellsSection cells(int source, CellCodebook codebook) {
    CellsSection section = cells.get(source);
    return section != null && section.codebook().id() == codebook.id() ? section : null;
  }

  /** The index of a vector's source. */
  int source(int index) {
    return from[index];
  }

  /** The codes of a vector's source, which must have codes. */
  CellsSection cellsOf(int index) {
    CellsSection section = cells.get(from[index]);
    if (section == null) {
      throw new IllegalStateException("a source without codes");
    }
    return section;
  }

  int ordinal(int index) {
    return ordinals[index];
  }

  /** Copies a vector, scaled to length 1 under {@link dev.sutra.vector.Similarity#COSINE}. */
  void scaled(int index, float[] out, int offset) {
    VectorSource source = sources.get(from[index]);
    if (source == null) {
      throw new IllegalStateException("a source without vectors gave one");
    }
    source.copyScaled(ordinals[index], out, offset);
  }

  /**
   * Checks that all sources match a codebook.
   *
   * @throws IllegalArgumentException if one has another dimension or similarity
   */
  void checkFit(CellCodebook codebook) {
    for (VectorSource source : sources) {
      if (source != null
          && (source.dimension() != codebook.dimension()
              || source.similarity() != codebook.similarity())) {
        throw new IllegalArgumentException(
            "vectors of dimension "
                + source.dimension()
                + " for "
                + source.similarity()
                + " do not fit a codebook of dimension "
                + codebook.dimension()
                + " for "
                + codebook.similarity());
      }
    }
  }
}

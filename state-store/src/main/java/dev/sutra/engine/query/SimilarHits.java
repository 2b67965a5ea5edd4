package dev.sutra.engine.query;

import java.util.List;

/**
 * The nearest concepts.
 *
 * @param items best first; equal scores by id
 * @param exact whether these are surely the nearest
 * @param scan what was looked at
 */
public record SimilarHits(List<Hit> items, boolean exact, Scan scan) {
  /**
   * What was looked at to find them.
   *
   * @param cells cells of codes that were searched, of all codebooks
   * @param estimated scores estimated by codes; a vector may have been in two of the cells
   * @param compared vectors that were scored exactly
   */
  public record Scan(long cells, long estimated, long compared) {
    /** Nothing. */
    public static final Scan NONE = new Scan(0, 0, 0);

    /** Of both together. */
    public Scan plus(Scan other) {
      return new Scan(cells + other.cells, estimated + other.estimated, compared + other.compared);
    }
  }
}

package dev.sutra.engine.query;

import java.util.List;

/**
 * The result of a similarity query.
 *
 * @param items best first; equal scores are ordered by id
 * @param exact whether the items are guaranteed to be the nearest
 * @param scan the work of the search
 */
public record SimilarHits(List<Hit> items, boolean exact, Scan scan) {
  /**
   * The work of a similarity search.
   *
   * @param cells cells searched, of all codebooks
   * @param estimated scores estimated by codes; a vector stored in two cells may count twice
   * @param compared vectors scored exactly
   */
  public record Scan(long cells, long estimated, long compared) {
    /** No work. */
    public static final Scan NONE = new Scan(0, 0, 0);

    /** The sum of two searches. */
    public Scan plus(Scan other) {
      return new Scan(cells + other.cells, estimated + other.estimated, compared + other.compared);
    }
  }
}

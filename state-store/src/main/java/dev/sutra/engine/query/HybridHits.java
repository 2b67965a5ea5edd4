package dev.sutra.engine.query;

import java.util.List;

/**
 * The result of a hybrid query.
 *
 * @param items best first; equal scores are ordered by id
 * @param exact whether all rankings are exact: no similarity was estimated, and the graph was read
 *     as far as it should be
 */
public record HybridHits(List<HybridHit> items, boolean exact) {
  public HybridHits {
    items = List.copyOf(items);
  }
}

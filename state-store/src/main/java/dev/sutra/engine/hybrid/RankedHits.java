package dev.sutra.engine.hybrid;

import dev.sutra.engine.query.Hit;
import java.util.List;

/**
 * A ranking of concepts.
 *
 * @param items best first
 * @param isComplete whether all other concepts have the score 0
 */
public record RankedHits(List<Hit> items, boolean isComplete) {
  public RankedHits {
    items = List.copyOf(items);
  }
}

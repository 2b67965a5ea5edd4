package dev.sutra.lsm.core;

import java.util.Map;

/**
 * Exact totals over the live rows of a store.
 *
 * @param concepts concept rows
 * @param associations half-edges at their source
 * @param vectors concepts with a vector
 */
public record Counters(long concepts, long associations, long vectors) {
  static final Counters ZERO = new Counters(0, 0, 0);

  public Counters plus(int moreConcepts, int moreAssociations, int moreVectors) {
    return new Counters(
        concepts + moreConcepts, associations + moreAssociations, vectors + moreVectors);
  }

  public Map<String, Long> toMap() {
    return Map.of(
        "concepts", concepts,
        "associations", associations,
        "vectors", vectors);
  }

  public static Counters of(Map<String, Long> map) {
    return new Counters(
        map.getOrDefault("concepts", 0L),
        map.getOrDefault("associations", 0L),
        map.getOrDefault("vectors", 0L));
  }
}

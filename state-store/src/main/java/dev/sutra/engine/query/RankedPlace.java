package dev.sutra.engine.query;

/**
 * Where a page of a ranking ended.
 *
 * @param rank of its last item, from 1
 * @param state names what the first page saw; other data have another one, but for chance
 * @param nowMillis the time of the first page, ms since the epoch
 */
public record RankedPlace(int rank, long state, long nowMillis) {
  static final int BYTES = Integer.BYTES + 2 * Long.BYTES;
}

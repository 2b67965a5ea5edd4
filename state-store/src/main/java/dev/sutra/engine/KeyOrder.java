package dev.sutra.engine;

import dev.sutra.lsm.read.DocumentSource;
import dev.sutra.record.DocumentOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Orders documents by their keys, and so concepts by their ids. It keeps the keys that were read
 * last, since the hits of a search are compared again and again. Used by one search: not
 * thread-safe.
 */
final class KeyOrder implements DocumentOrder {
  private static final int SLOT_BITS = 6;
  private static final byte[][] NONE = {};

  private final List<DocumentSource> sources;
  // Keys, and the source and document of each; most searches read none.
  private byte[][] keys = NONE;
  private long[] places = {};

  KeyOrder(List<DocumentSource> sources) {
    this.sources = sources;
  }

  @Override
  public int compare(int sourceA, int documentA, int sourceB, int documentB) {
    return Arrays.compareUnsigned(key(sourceA, documentA), key(sourceB, documentB));
  }

  private byte[] key(int source, int document) {
    if (places.length == 0) {
      keys = new byte[1 << SLOT_BITS][];
      places = new long[1 << SLOT_BITS];
      Arrays.fill(places, -1);
    }
    long place = (long) source << Integer.SIZE | document;
    int slot = (int) ((place * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - SLOT_BITS));
    if (places[slot] != place) {
      keys[slot] = sources.get(source).key(document);
      places[slot] = place;
    }
    return keys[slot];
  }
}

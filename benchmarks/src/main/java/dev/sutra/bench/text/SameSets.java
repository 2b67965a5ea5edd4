package dev.sutra.bench.text;

import java.util.BitSet;
import java.util.Locale;

/** How far two engines find the same texts, whatever their order. */
final class SameSets {
  private int queries;
  private int same;
  private int more;
  private int less;
  private long found;
  private long foundByPeer;

  void add(BitSet sutra, BitSet peer) {
    queries++;
    found += sutra.cardinality();
    foundByPeer += peer.cardinality();
    if (sutra.equals(peer)) {
      same++;
    } else if (contains(sutra, peer)) {
      more++;
    } else if (contains(peer, sutra)) {
      less++;
    }
  }

  private static boolean contains(BitSet all, BitSet some) {
    BitSet rest = (BitSet) some.clone();
    rest.andNot(all);
    return rest.isEmpty();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "of %,d queries, %,d with the same set of all hits, %,d with more in Sutra, %,d with more"
            + " in Lucene, %,d with others; %,.1f and %,.1f hits on average",
        queries,
        same,
        more,
        less,
        queries - same - more - less,
        (double) found / queries,
        (double) foundByPeer / queries);
  }
}

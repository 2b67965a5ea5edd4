package dev.sutra.text.query;

import dev.sutra.text.score.Bm25;
import dev.sutra.text.score.ClauseCursor;
import dev.sutra.text.score.TextSource;
import java.util.BitSet;

/** The documents that match a prefix, scored as one term with frequency 1. */
final class PrefixCursor extends ClauseCursor {
  private final TextSource source;
  private final Bm25 bm25;
  private final double weight;
  private final BitSet documents;
  private final double maxScore;
  private int document = -1;

  PrefixCursor(TextSource source, Bm25 bm25, double weight, BitSet documents) {
    this.source = source;
    this.bm25 = bm25;
    this.weight = weight;
    this.documents = documents;
    this.maxScore = bm25.score(weight, 1, 0);
  }

  @Override
  public int document() {
    return document;
  }

  @Override
  public int advance(int target) {
    if (target > document) {
      int next = documents.nextSetBit(target);
      document = next < 0 ? NO_MORE : next;
    }
    return document;
  }

  @Override
  public void rewind() {
    document = -1;
  }

  @Override
  public double score() {
    return bm25.score(weight, 1, source.lengthOf(document));
  }

  @Override
  public double maxScore() {
    return maxScore;
  }

  @Override
  public int advanceShallow(int target) {
    return NO_MORE;
  }

  @Override
  public double blockMaxScore() {
    return maxScore;
  }

  @Override
  public long cost() {
    return documents.cardinality();
  }
}

package dev.sutra.text.score;

/** A cursor over the postings of a term. */
public class TermCursor extends ClauseCursor {
  private final Postings postings;
  private final double weight;
  private final Bm25 bm25;

  public TermCursor(Postings postings, double weight, Bm25 bm25) {
    this.postings = postings;
    this.weight = weight;
    this.bm25 = bm25;
  }

  @Override
  public final int document() {
    return postings.document();
  }

  @Override
  public final int advance(int target) {
    return postings.advance(target);
  }

  @Override
  public final void rewind() {
    postings.rewind();
  }

  @Override
  public final double score() {
    return bm25.score(weight, postings.frequency(), postings.length());
  }

  @Override
  public final int frequency() {
    return postings.frequency();
  }

  @Override
  public final double maxScore() {
    return bm25.score(weight, postings.maxFrequency(), postings.minLength());
  }

  @Override
  public final int advanceShallow(int target) {
    return postings.advanceShallow(target);
  }

  @Override
  public final double blockMaxScore() {
    return Bm25.score(weight, postings.blockMaxFactor(bm25));
  }

  @Override
  public final long cost() {
    return postings.documentFrequency();
  }
}

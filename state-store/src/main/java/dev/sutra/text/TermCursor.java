package dev.sutra.text;

/** The documents of a source in which a term occurs. */
class TermCursor extends ClauseCursor {
  private final Postings postings;
  private final double weight;
  private final Bm25 bm25;

  TermCursor(Postings postings, double weight, Bm25 bm25) {
    this.postings = postings;
    this.weight = weight;
    this.bm25 = bm25;
  }

  @Override
  final int document() {
    return postings.document();
  }

  @Override
  final int advance(int target) {
    return postings.advance(target);
  }

  @Override
  final void rewind() {
    postings.rewind();
  }

  @Override
  final double score() {
    return bm25.score(weight, postings.frequency(), postings.length());
  }

  @Override
  final double maxScore() {
    return bm25.score(weight, postings.maxFrequency(), postings.minLength());
  }

  @Override
  final int stretch(int target) {
    return postings.stretch(target);
  }

  @Override
  final double stretchMaxScore() {
    return Bm25.score(weight, postings.stretchFactor(bm25));
  }

  @Override
  final long cost() {
    return postings.documentFrequency();
  }
}

package dev.sutra.text;

/** The documents of a memtable that hold a term. */
final class TermCursor extends ClauseCursor {
  private final TextSource source;
  private final Bm25 bm25;
  private final double weight;
  private final Postings postings;

  TermCursor(TextSource source, Bm25 bm25, double weight, Postings postings) {
    this.source = source;
    this.bm25 = bm25;
    this.weight = weight;
    this.postings = postings;
  }

  @Override
  int document() {
    return postings.document();
  }

  @Override
  int advance(int target) {
    return postings.advance(target);
  }

  @Override
  void rewind() {
    postings.rewind();
  }

  @Override
  double score() {
    return bm25.score(weight, postings.frequency(), source.lengthOf(postings.document()));
  }

  @Override
  double maxScore() {
    return bm25.score(weight, postings.maxFrequency(), postings.minLength());
  }

  @Override
  int stretch(int target) {
    return postings.stretch(target);
  }

  @Override
  double stretchMaxScore() {
    return Bm25.score(weight, postings.stretchFactor(bm25));
  }

  @Override
  long cost() {
    return postings.documentFrequency();
  }
}

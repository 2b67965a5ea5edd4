package dev.sutra.text.score;

import dev.sutra.record.LiveDocuments;

/** A term of a source. Thread-safe. */
public interface TermEntry {
  /** Number of live documents in which the term occurs. */
  int documentFrequency(LiveDocuments live);

  /** The documents in which the term occurs. */
  Postings postings();

  /** The same for the search that uses {@code scratch}. */
  default Postings postings(SearchScratch scratch) {
    return postings();
  }

  /**
   * A cursor over the documents in which the term occurs, for the search that uses {@code scratch}.
   */
  ClauseCursor cursor(double weight, Bm25 bm25, SearchScratch scratch);
}

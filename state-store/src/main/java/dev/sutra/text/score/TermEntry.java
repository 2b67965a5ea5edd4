package dev.sutra.text.score;

import dev.sutra.record.LiveDocuments;

/** A term that was found in a source. */
public interface TermEntry {
  /** Live documents that hold it. */
  int documentFrequency(LiveDocuments live);

  /** The documents that hold it. */
  Postings postings();

  /** The documents that hold it, each scored; for the search that the memory is lent to. */
  ClauseCursor cursor(double weight, Bm25 bm25, SearchMemory memory);
}

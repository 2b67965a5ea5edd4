package dev.sutra.text;

import dev.sutra.record.LiveDocuments;

/**
 * A source as a snapshot sees it.
 *
 * @param source the texts of a memtable or a segment
 * @param live which of its documents count; a search may be narrowed by a filter here, statistics
 *     must not
 */
public record SourceView(TextSource source, LiveDocuments live) {
  /** Documents that hold a term and are live. */
  int documentFrequency(Postings postings) {
    if (source.isSegment() && live.allLive()) {
      return postings.documentFrequency();
    }
    int count = 0;
    int document = postings.advance(0);
    while (document != Postings.NO_MORE) {
      if (live.isLive(document)) {
        count++;
      }
      document = postings.advance(document + 1);
    }
    return count;
  }
}

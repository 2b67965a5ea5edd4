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
  int documentFrequency(byte[] term) {
    return source.documentFrequency(term, live);
  }

  /** As {@link #documentFrequency(byte[])} for the current one of the source's terms. */
  int documentFrequency(Terms terms) {
    return terms.documentFrequency(live);
  }
}

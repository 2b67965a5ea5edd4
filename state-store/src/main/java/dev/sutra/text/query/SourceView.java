package dev.sutra.text.query;

import dev.sutra.record.LiveDocuments;
import dev.sutra.text.score.TermEntry;
import dev.sutra.text.score.TextSource;
import org.jspecify.annotations.Nullable;

/**
 * A source as a snapshot sees it.
 *
 * @param source the texts of a memtable or a segment
 * @param live which of its documents count; a search may be narrowed by a filter here, statistics
 *     must not
 */
public record SourceView(TextSource source, LiveDocuments live) {
  /** A term of the source, or null if surely no document holds it. */
  @Nullable TermEntry find(String term) {
    return source.find(term);
  }

  /** Documents that hold a term and are live. */
  public int documentFrequency(String term) {
    TermEntry entry = find(term);
    return entry == null ? 0 : entry.documentFrequency(live);
  }
}

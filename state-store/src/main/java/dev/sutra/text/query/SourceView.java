package dev.sutra.text.query;

import dev.sutra.record.LiveDocuments;
import dev.sutra.text.score.TermEntry;
import dev.sutra.text.score.TextSource;
import org.jspecify.annotations.Nullable;

/**
 * A source as of a snapshot.
 *
 * @param source the texts of a memtable or a segment
 * @param live its live documents; a search may apply a filter here, statistics must not
 */
public record SourceView(TextSource source, LiveDocuments live) {
  /** Finds a term; null if it occurs in no document of the source. */
  @Nullable TermEntry find(String term) {
    return source.find(term);
  }

  /** Number of live documents in which a term occurs. */
  public int documentFrequency(String term) {
    TermEntry entry = find(term);
    return entry == null ? 0 : entry.documentFrequency(live);
  }
}

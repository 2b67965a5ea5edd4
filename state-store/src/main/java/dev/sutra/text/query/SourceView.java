package dev.sutra.text.query;

import dev.sutra.record.LiveDocuments;
import dev.sutra.text.score.TermEntry;
import dev.sutra.text.score.TextSource;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A source as of a snapshot. Used by one query; not thread-safe. */
public final class SourceView {
  private final TextSource source;
  private final LiveDocuments live;
  // The documents of prefixes, which are counted first and searched then.
  private final Map<TextQuery.Prefix, BitSet> prefixes;

  /**
   * Creates a view.
   *
   * @param source the texts of a memtable or a segment
   * @param live its live documents; a search may apply a filter here, statistics must not
   */
  public SourceView(TextSource source, LiveDocuments live) {
    this(source, live, new HashMap<>());
  }

  private SourceView(
      TextSource source, LiveDocuments live, Map<TextQuery.Prefix, BitSet> prefixes) {
    this.source = source;
    this.live = live;
    this.prefixes = prefixes;
  }

  public TextSource source() {
    return source;
  }

  public LiveDocuments live() {
    return live;
  }

  /** The same source with other live documents, for the same query. */
  public SourceView withLive(LiveDocuments other) {
    return new SourceView(source, other, prefixes);
  }

  /** Finds a term; null if it occurs in no document of the source. */
  @Nullable TermEntry find(String term) {
    return source.find(term);
  }

  /** Number of live documents in which a term occurs. */
  public int documentFrequency(String term) {
    TermEntry entry = find(term);
    return entry == null ? 0 : entry.documentFrequency(live);
  }

  /** The documents that match a prefix, live or not. Must not be changed. */
  BitSet documents(TextQuery.Prefix prefix) {
    return prefixes.computeIfAbsent(prefix, missing -> PrefixDocuments.find(source, missing));
  }
}

package dev.sutra.text;

import dev.sutra.record.LiveDocuments;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A source as a snapshot sees it. Keeps where the terms of a query were found, so that gathering
 * statistics and searching look up each once. For one query of one thread.
 */
public final class SourceView {
  private final TextSource source;
  private final LiveDocuments live;
  private final Map<String, Optional<TermEntry>> found = new HashMap<>();

  /**
   * A view.
   *
   * @param source the texts of a memtable or a segment
   * @param live which of its documents count; a search may be narrowed by a filter here, statistics
   *     must not
   */
  public SourceView(TextSource source, LiveDocuments live) {
    this.source = source;
    this.live = live;
  }

  TextSource source() {
    return source;
  }

  LiveDocuments live() {
    return live;
  }

  /** A term of the source, or null if surely no document holds it. */
  @Nullable TermEntry find(String term) {
    Optional<TermEntry> entry = found.get(term);
    if (entry == null) {
      entry = Optional.ofNullable(source.find(term.getBytes(StandardCharsets.UTF_8)));
      found.put(term, entry);
    }
    return entry.orElse(null);
  }

  /** Documents that hold a term and are live. */
  int documentFrequency(String term) {
    TermEntry entry = find(term);
    return entry == null ? 0 : entry.documentFrequency(live);
  }

  /** As {@link #documentFrequency(String)} for the current one of the source's terms. */
  int documentFrequency(Terms terms) {
    return terms.documentFrequency(live);
  }
}

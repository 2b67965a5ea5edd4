package dev.sutra.engine.query;

import dev.sutra.record.Limits;
import dev.sutra.text.query.CorpusStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Queries the concepts with the best matching texts, scored by BM25.
 *
 * @param text words (any of them), "phrases" and pre* fixes
 * @param limit 1 to {@link QueryLimits#ITEMS_MAX}
 * @param corpus statistics to score with, if the search spans several stores; null: those of this
 *     store
 * @param detail what the hits carry
 */
public record TextSearch(String text, int limit, @Nullable CorpusStatistics corpus, Detail detail) {
  public TextSearch {
    QueryLimits.checkItems(limit);
    if (text.length() > QueryLimits.QUERY_TEXT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "search text is longer than " + QueryLimits.QUERY_TEXT_BYTES_MAX + " characters");
    }
    Limits.checkWellFormed("search text", text);
  }

  /** A search whose hits carry their texts. */
  public TextSearch(String text, int limit, @Nullable CorpusStatistics corpus) {
    this(text, limit, corpus, Detail.TEXT);
  }

  /** The same search, scored with these statistics. */
  public TextSearch withCorpus(CorpusStatistics statistics) {
    return new TextSearch(text, limit, statistics, detail);
  }

  /** The same search with other contents of hits. */
  public TextSearch withDetail(Detail other) {
    return new TextSearch(text, limit, corpus, other);
  }
}

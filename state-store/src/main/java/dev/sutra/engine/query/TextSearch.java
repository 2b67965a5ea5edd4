package dev.sutra.engine.query;

import dev.sutra.record.Limits;
import dev.sutra.text.query.CorpusStatistics;
import dev.sutra.text.syntax.ExpressionParser;
import dev.sutra.text.syntax.TextExpression;
import org.jspecify.annotations.Nullable;

/**
 * Queries the concepts with the best matching texts, scored by BM25. Made by {@link #of}, and
 * changed by the methods {@code with…}.
 *
 * @param text what is searched for
 * @param mode how the text is read
 * @param fuzzy whether plain words also find words near them: those of 3 to 5 characters words
 *     within one edit, longer ones within two. Words of phrases, prefixes, excluded words, stop
 *     words and words with punctuation inside are not expanded
 * @param highlight whether hits have the part of their text that shows the words best
 * @param explain whether hits have the parts of their score
 * @param limit 1 to {@link QueryLimits#ITEMS_MAX}; with {@link Detail#ID} to {@link
 *     QueryLimits#RANKED_MAX}
 * @param corpus statistics to score with, if the search spans several stores; null: those of this
 *     store. They do not depend on the filter
 * @param detail what the hits carry
 * @param filter conditions on the results
 */
public record TextSearch(
    String text,
    Mode mode,
    boolean fuzzy,
    boolean highlight,
    boolean explain,
    int limit,
    @Nullable CorpusStatistics corpus,
    Detail detail,
    ConceptFilter filter) {
  /** How a text is read. */
  public enum Mode {
    /** Words (any of them), "phrases" and pre* fixes; every text is valid. */
    ANY,
    /** The same, all of which must match. */
    ALL,
    /**
     * The query language, which {@link ExpressionParser} defines; words without operators are found
     * as by {@link #ANY}.
     */
    QUERY
  }

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if a part is invalid; the message names it, and for a text
   *     that is not in the query language says what was expected at which character
   */
  public TextSearch {
    QueryLimits.checkItems(limit, detail);
    if (text.length() > QueryLimits.QUERY_TEXT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "search text is longer than " + QueryLimits.QUERY_TEXT_BYTES_MAX + " characters");
    }
    Limits.checkWellFormed("search text", text);
    if (mode == Mode.QUERY) {
      ExpressionParser.parse(text);
    }
  }

  /** Any of the words, phrases and prefixes of a text. */
  public TextSearch(String text, int limit, @Nullable CorpusStatistics corpus) {
    this(text, Mode.ANY, false, false, false, limit, corpus, Detail.TEXT, ConceptFilter.NONE);
  }

  /** A text in this mode. */
  public static TextSearch of(String text, Mode mode, int limit) {
    return new TextSearch(
        text, mode, false, false, false, limit, null, Detail.TEXT, ConceptFilter.NONE);
  }

  /** A typed query; its text is in the query language. */
  public static TextSearch of(TextExpression query, int limit) {
    return of(query.toString(), Mode.QUERY, limit);
  }

  /** The same query with another mode. */
  public TextSearch withMode(Mode other) {
    return new TextSearch(text, other, fuzzy, highlight, explain, limit, corpus, detail, filter);
  }

  /** The same query, with or without words near those of the text. */
  public TextSearch withFuzzy(boolean other) {
    return new TextSearch(text, mode, other, highlight, explain, limit, corpus, detail, filter);
  }

  /** The same query, with or without the best part of each text. */
  public TextSearch withHighlight(boolean other) {
    return new TextSearch(text, mode, fuzzy, other, explain, limit, corpus, detail, filter);
  }

  /** The same query, with or without the parts of scores. */
  public TextSearch withExplain(boolean other) {
    return new TextSearch(text, mode, fuzzy, highlight, other, limit, corpus, detail, filter);
  }

  /** The same query, scored with the statistics of several stores. */
  public TextSearch withCorpus(@Nullable CorpusStatistics other) {
    return new TextSearch(text, mode, fuzzy, highlight, explain, limit, other, detail, filter);
  }

  /** The same query for so many hits. */
  public TextSearch withLimit(int other) {
    return new TextSearch(text, mode, fuzzy, highlight, explain, other, corpus, detail, filter);
  }

  /** The same query with other contents of hits. */
  public TextSearch withDetail(Detail other) {
    return new TextSearch(text, mode, fuzzy, highlight, explain, limit, corpus, other, filter);
  }

  /** The same query with another filter. */
  public TextSearch withFilter(ConceptFilter other) {
    return new TextSearch(text, mode, fuzzy, highlight, explain, limit, corpus, detail, other);
  }
}

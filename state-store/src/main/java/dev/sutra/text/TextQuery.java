package dev.sutra.text;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * What a text search looks for.
 *
 * @param mode whether one clause is enough or all must match
 * @param clauses different from each other, in the order in which their scores are added; none
 *     matches nothing
 */
public record TextQuery(Mode mode, List<Clause> clauses) {
  /** Longest text that is parsed as a query, characters. */
  public static final int CHARACTERS_MAX = 16 * 1024;

  /** Most terms of a query, each prefix counted as one. */
  public static final int TERMS_MAX = 256;

  /** Most prefixes of a query. */
  public static final int PREFIXES_MAX = 8;

  /** Most terms that a prefix stands for: the first in byte order that live documents hold. */
  public static final int PREFIX_TERMS_MAX = 64;

  /** How clauses combine. */
  public enum Mode {
    /** A document matches by any clause; each that matches adds to its score. */
    OR,
    /** A document matches by all clauses only. */
    AND
  }

  /** A part of a query that a document matches or does not. */
  public sealed interface Clause {}

  /** A document that holds this term. */
  public record Term(String term) implements Clause {}

  /**
   * A document that holds these terms at these distances.
   *
   * @param terms two or more
   * @param positions place of each term, not descending, the first one 0
   */
  public record Phrase(List<String> terms, List<Integer> positions) implements Clause {
    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if the two lists differ in size or are empty
     */
    public Phrase {
      terms = List.copyOf(terms);
      positions = List.copyOf(positions);
      if (terms.isEmpty() || terms.size() != positions.size()) {
        throw new IllegalArgumentException(
            "a phrase has " + terms.size() + " terms at " + positions.size() + " positions");
      }
    }
  }

  /** A document that holds any term that begins so; see {@link #PREFIX_TERMS_MAX}. */
  public record Prefix(String prefix) implements Clause {}

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if there are more terms or prefixes than allowed
   */
  public TextQuery {
    clauses = List.copyOf(new LinkedHashSet<>(clauses));
    int terms = 0;
    int prefixes = 0;
    for (Clause clause : clauses) {
      switch (clause) {
        case Term term -> terms++;
        case Phrase phrase -> terms += phrase.terms().size();
        case Prefix prefix -> {
          terms++;
          prefixes++;
        }
      }
    }
    if (terms > TERMS_MAX) {
      throw new IllegalArgumentException(
          "query has " + terms + " terms; at most " + TERMS_MAX + " are allowed");
    }
    if (prefixes > PREFIXES_MAX) {
      throw new IllegalArgumentException(
          "query has " + prefixes + " prefixes; at most " + PREFIXES_MAX + " are allowed");
    }
  }

  /**
   * Reads a query as people type it: words; phrases in double quotes; beginnings of words followed
   * by {@code *}. Nothing else has a meaning, and no text is an error but one that is too long.
   *
   * <p>Words and phrases go through the analyzer as texts do. Of a beginning only the case is
   * folded, so it is compared with stems. A quote that is not closed reaches to the end. A word
   * given twice counts once.
   *
   * @throws IllegalArgumentException if the text or the query is longer than the limits here
   */
  public static TextQuery parse(String text, TextAnalyzer analyzer, Mode mode) {
    return new TextQuery(mode, new TextQueryParser(text, analyzer).parse());
  }
}

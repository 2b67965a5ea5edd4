package dev.sutra.text.query;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * What a text search looks for.
 *
 * @param mode whether one clause is enough or all must match
 * @param clauses different from each other, in the order in which their scores are added; none
 *     matches nothing
 * @param ignored the words of the text that nothing is looked for by, in lower case: stop words; of
 *     a text that is signs only, these
 */
public record TextQuery(Mode mode, List<Clause> clauses, List<String> ignored) {
  /** Longest text that is parsed as a query, characters. */
  public static final int CHARACTERS_MAX = 16 * 1024;

  /** Most terms of a query, those of phrases and prefixes counted. */
  public static final int TERMS_MAX = 256;

  /** Most prefixes of a query. */
  public static final int PREFIXES_MAX = 8;

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

  /**
   * A document that holds words of which the last one begins so, one behind the other; or a word
   * whose stem begins so. All documents that do, however many words that are, count as documents of
   * one term.
   *
   * @param words one or more, as they stand in an index; all but the last are whole
   * @param rest signs behind the last word: it goes on with them, or ends there
   */
  public record Prefix(List<String> words, String rest) implements Clause {
    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if there is no word
     */
    public Prefix {
      words = List.copyOf(words);
      if (words.isEmpty()) {
        throw new IllegalArgumentException("a prefix without a word");
      }
    }

    /** Names it among the terms in statistics; no term holds a star. */
    String key() {
      return String.join(" ", words) + rest + '*';
    }
  }

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if there are more terms or prefixes than allowed
   */
  public TextQuery {
    clauses = List.copyOf(new LinkedHashSet<>(clauses));
    ignored = List.copyOf(new LinkedHashSet<>(ignored));
    int terms = 0;
    int prefixes = 0;
    for (Clause clause : clauses) {
      switch (clause) {
        case Term term -> terms++;
        case Phrase phrase -> terms += phrase.terms().size();
        case Prefix prefix -> {
          terms += prefix.words().size();
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

  /** A query of which nothing is ignored. */
  public TextQuery(Mode mode, List<Clause> clauses) {
    this(mode, clauses, List.of());
  }
}

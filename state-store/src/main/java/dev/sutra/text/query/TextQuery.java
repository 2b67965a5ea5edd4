package dev.sutra.text.query;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * A parsed text query. Immutable.
 *
 * @param mode whether any clause or all clauses must match
 * @param clauses distinct clauses in the order in which scores are added; without clauses nothing
 *     matches
 * @param ignored the words of the text that the search ignores, in lower case: stop words; for a
 *     text without words, its symbols
 */
public record TextQuery(Mode mode, List<Clause> clauses, List<String> ignored) {
  /** Maximum length of a query text, characters. */
  public static final int CHARACTERS_MAX = 16 * 1024;

  /** Maximum number of terms of a query, including those of phrases and prefixes. */
  public static final int TERMS_MAX = 256;

  /** Maximum number of prefixes of a query. */
  public static final int PREFIXES_MAX = 8;

  /** How clauses combine. */
  public enum Mode {
    /** A document matches if any clause matches; each matching clause adds to its score. */
    OR,
    /** A document matches if all clauses match. */
    AND
  }

  /** A condition that documents match. */
  public sealed interface Clause {}

  /** Matches documents in which the term occurs. */
  public record Term(String term) implements Clause {
    @Override
    public String toString() {
      return term;
    }
  }

  /**
   * Matches documents in which the terms occur at these relative positions, or near them.
   *
   * <p>With a slop, each term is displaced from its place by some number of positions, and the
   * displacements differ by at most the slop; equal terms are different occurrences.
   *
   * @param terms two or more
   * @param positions relative position of each term, not descending, starting with 0
   * @param slop 0: exactly these positions
   */
  public record Phrase(List<String> terms, List<Integer> positions, int slop) implements Clause {
    @Override
    public String toString() {
      return '"' + String.join(" ", terms) + '"' + (slop == 0 ? "" : "~" + slop);
    }

    /** Terms at exactly these relative positions. */
    public Phrase(List<String> terms, List<Integer> positions) {
      this(terms, positions, 0);
    }

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
            "phrase has " + terms.size() + " terms at " + positions.size() + " positions");
      }
    }
  }

  /**
   * Matches documents with consecutive words of which the last begins with the given characters, or
   * with a word whose stem does. All matching documents together count as those of one term.
   *
   * @param words one or more, as spelled in an index; all but the last are whole
   * @param rest characters after the last word: either it continues with them, or it ends there
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

    @Override
    public String toString() {
      return key();
    }

    /** The end of a prefix's key in statistics; no term contains it. */
    static final String SIGN = "*";

    /** Key of the prefix in statistics. */
    String key() {
      return String.join(" ", words) + rest + SIGN;
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
    checkSize(clauses);
  }

  /** A query without ignored words. */
  public TextQuery(Mode mode, List<Clause> clauses) {
    this(mode, clauses, List.of());
  }

  /** Throws if a query text is longer than allowed. */
  static void checkLength(String text) {
    if (text.length() > CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "query has " + text.length() + " characters; at most " + CHARACTERS_MAX + " are allowed");
    }
  }

  /** Throws if there are more terms or prefixes than allowed. */
  static void checkSize(List<Clause> clauses) {
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
}

package dev.sutra.engine.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a text matches a search. Offsets are UTF-16 code units, as in Java and JavaScript.
 *
 * @param highlight the part of the text that shows the words best; null if it was not asked for, or
 *     none of the words is in the first 32,768 code units of the text
 * @param parts of the score, which is their sum; null if they were not asked for
 */
public record TextMatch(@Nullable Highlight highlight, @Nullable List<Part> parts) {
  public TextMatch {
    parts = parts == null ? null : List.copyOf(parts);
  }

  /**
   * The part of a text in which most of a query's words are.
   *
   * @param fragment the part, at most 200 code units
   * @param start where it begins in the text
   * @param matches the words in it, ascending, without overlap
   */
  public record Highlight(String fragment, int start, List<Span> matches) {
    public Highlight {
      matches = List.copyOf(matches);
    }
  }

  /**
   * A range of a fragment.
   *
   * @param from first offset
   * @param to last offset, exclusive
   */
  public record Span(int from, int to) {}

  /**
   * What a part of a query adds to the score: {@code boost × idf × f / (f + 1.2 × (0.25 + 0.75 ×
   * length / averageLength))} with the frequency as {@code f}, rounded up in the 50th bit.
   *
   * @param part a term, which is a stem; a phrase in quotes with its slop; or a prefix with its
   *     star
   * @param boost by which it is multiplied; of a word that stands for a fuzzy one, with its share
   * @param idf the weight of the term; of a phrase, the sum over its terms
   * @param frequency how often it is in the text; of a prefix 1
   * @param length terms of the text
   * @param averageLength terms of a text on average
   * @param score what it adds
   */
  public record Part(
      String part,
      double boost,
      double idf,
      int frequency,
      int length,
      double averageLength,
      double score) {}
}

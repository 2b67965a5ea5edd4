package dev.sutra.text.highlight;

import java.util.List;

/**
 * The part of a text in which most of a query's words are. Offsets are UTF-16 code units, as in
 * Java and JavaScript.
 *
 * @param fragment the part, at most {@link Highlighter#FRAGMENT_MAX} long
 * @param start where it begins in the text
 * @param matches the words in it, ascending, without overlap
 */
public record Highlight(String fragment, int start, List<Span> matches) {
  public Highlight {
    matches = List.copyOf(matches);
  }

  /**
   * A range of the fragment.
   *
   * @param from first offset
   * @param to last offset, exclusive
   */
  public record Span(int from, int to) {}
}

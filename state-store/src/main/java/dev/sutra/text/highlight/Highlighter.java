package dev.sutra.text.highlight;

import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.highlight.Highlight.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the part of a text that shows a query's words best: the one whose different words are
 * worth most, then the one with most occurrences, then the first. The text is analyzed again. Words
 * of phrases count wherever they are. Not thread-safe.
 */
public final class Highlighter {
  /** Most UTF-16 code units of a fragment. */
  public static final int FRAGMENT_MAX = 200;

  /** Most UTF-16 code units of a text that are read. */
  public static final int TEXT_MAX = 32 * 1024;

  // Occurrences after these are not considered.
  private static final int MATCHES_MAX = 1000;
  // How far an edge of a fragment is moved to the border of a word.
  private static final int MOVED_MAX = 30;
  // Another occurrence of a word is worth less than any word.
  private static final double REPEATED = 1e-6;

  /** An occurrence of a wanted word. */
  private record Match(String term, double worth, int from, int to) {}

  private final TextAnalyzer analyzer;
  private final WantedWords wanted;

  public Highlighter(TextAnalyzer analyzer, WantedWords wanted) {
    this.analyzer = analyzer;
    this.wanted = wanted;
  }

  /** The best part of a text; null if none of the words is in it. */
  public @Nullable Highlight highlight(String text) {
    String read = text.substring(0, edge(text, Math.min(text.length(), TEXT_MAX)));
    List<Match> matches = matches(read);
    if (matches.isEmpty()) {
      return null;
    }
    int first = bestFirst(matches);
    int last = lastWithin(matches, first);
    int from = matches.get(first).from();
    int to = Math.min(matches.get(last).to(), from + FRAGMENT_MAX);
    int before = Math.max(0, from - (FRAGMENT_MAX - (to - from)) / 2);
    int start = start(read, before, from);
    int end = end(read, Math.min(read.length(), start + FRAGMENT_MAX), to);
    return new Highlight(read.substring(start, end), start, spans(matches, start, end));
  }

  private List<Match> matches(String text) {
    List<Match> matches = new ArrayList<>();
    analyzer.places(
        text,
        (term, from, to) -> {
          Double worth = wanted.worth(term);
          if (worth != null) {
            add(matches, new Match(term, worth, from, to));
          } else {
            addPrefixed(matches, term, from, to);
          }
        });
    if (wanted.hasPrefixes()) {
      analyzer.wordPlaces(text, (word, from, to) -> addPrefixed(matches, word, from, to));
      matches.sort(Comparator.comparingInt(Match::from).thenComparing(Match::to));
    }
    return matches;
  }

  private void addPrefixed(List<Match> matches, String word, int from, int to) {
    String prefix = wanted.prefixOf(word);
    if (prefix != null) {
      add(matches, new Match(prefix + "*", wanted.worthOfPrefix(prefix), from, to));
    }
  }

  private static void add(List<Match> matches, Match match) {
    if (matches.size() < MATCHES_MAX) {
      matches.add(match);
    }
  }

  private static int bestFirst(List<Match> matches) {
    int best = 0;
    double most = 0;
    for (int first = 0; first < matches.size(); first++) {
      double worth = worth(matches, first);
      if (worth > most) {
        most = worth;
        best = first;
      }
    }
    return best;
  }

  /** What the fragment that begins with a match is worth. */
  private static double worth(List<Match> matches, int first) {
    Map<String, Integer> counts = new HashMap<>();
    double worth = 0;
    int last = lastWithin(matches, first);
    for (int i = first; i <= last; i++) {
      Match match = matches.get(i);
      boolean repeated = counts.merge(match.term(), 1, Integer::sum) > 1;
      worth += repeated ? REPEATED * match.worth() : match.worth();
    }
    return worth;
  }

  private static int lastWithin(List<Match> matches, int first) {
    int last = first;
    int end = matches.get(first).from() + FRAGMENT_MAX;
    while (last + 1 < matches.size() && matches.get(last + 1).to() <= end) {
      last++;
    }
    return last;
  }

  /** The beginning of a word at or soon after a place, not after the first match. */
  private static int start(String text, int place, int match) {
    int moved = place;
    int most = Math.min(match, place + MOVED_MAX);
    while (moved > 0 && moved < most && !isEdge(text, moved - 1, moved)) {
      moved++;
    }
    return moved == most && moved < match ? edge(text, place) : moved;
  }

  /** The end of a word at or soon before a place, not before the last match. */
  private static int end(String text, int place, int match) {
    int moved = place;
    int least = Math.max(match, place - MOVED_MAX);
    while (moved < text.length() && moved > least && !isEdge(text, moved, moved - 1)) {
      moved--;
    }
    return moved == least && moved > match ? edge(text, place) : moved;
  }

  /** Whether a word begins or ends between two characters. */
  private static boolean isEdge(String text, int outside, int inside) {
    return Character.isWhitespace(text.charAt(outside))
        && !Character.isWhitespace(text.charAt(inside));
  }

  /** A place at or before this one that does not cut a character in two. */
  private static int edge(String text, int place) {
    boolean cut =
        place > 0 && place < text.length() && Character.isLowSurrogate(text.charAt(place));
    return cut ? place - 1 : place;
  }

  private static List<Span> spans(List<Match> matches, int start, int end) {
    List<Span> spans = new ArrayList<>();
    for (Match match : matches) {
      int from = Math.max(match.from(), start) - start;
      int to = Math.min(match.to(), end) - start;
      if (from >= to) {
        continue;
      }
      Span last = spans.isEmpty() ? null : spans.getLast();
      if (last != null && from < last.to()) {
        spans.set(spans.size() - 1, new Span(last.from(), Math.max(last.to(), to)));
      } else {
        spans.add(new Span(from, to));
      }
    }
    return spans;
  }
}

package dev.sutra.engine.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The words that begin with a prefix, those in most concepts first.
 *
 * @param items at most as many as the query's limit
 * @param more whether there are more words
 * @param exact whether all words were counted, so that none of those left out is in more concepts
 */
public record Completions(List<Word> items, boolean more, boolean exact) {

  private static final Comparator<Word> BEST_FIRST =
      Comparator.comparingLong(Word::documents).reversed().thenComparing(Word::word);

  /**
   * A word.
   *
   * @param word as it is spelled in texts, in lower case
   * @param documents concepts whose text contains it
   */
  public record Word(String word, long documents) {}

  public Completions {
    items = List.copyOf(items);
  }

  /** The best of some words. */
  public static Completions of(Map<String, Long> counts, int limit, boolean exact) {
    List<Word> words = new ArrayList<>();
    counts.forEach((word, documents) -> words.add(new Word(word, documents)));
    words.sort(BEST_FIRST);
    return new Completions(
        words.subList(0, Math.min(limit, words.size())), words.size() > limit, exact);
  }

  /**
   * The words of several stores. They are exact if each store was asked with the greatest limit,
   * and had no more words.
   */
  public static Completions merge(Collection<Completions> parts, int limit) {
    Map<String, Long> counts = new HashMap<>();
    boolean exact = true;
    boolean more = false;
    for (Completions part : parts) {
      part.items.forEach(word -> counts.merge(word.word(), word.documents(), Math::addExact));
      exact &= part.exact && !part.more;
      more |= part.more;
    }
    Completions best = of(counts, limit, exact);
    return new Completions(best.items, more || best.more, exact);
  }
}

package dev.sutra.text.expansion;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The words that a word of a query stands for.
 *
 * <p>The first {@value #CANDIDATES_MAX} words in the order of edits and bytes are candidates. A
 * store keeps its first ones; of the candidates of several stores, the first ones are those of all
 * their documents in one store, with the same numbers of documents. So what is found does not
 * depend on how documents are distributed. Immutable.
 *
 * @param words distinct, in this order
 * @param cut whether there are more words
 */
public record Expansions(List<Expansion> words, boolean cut) {
  /** Most candidates. */
  public static final int CANDIDATES_MAX = 1024;

  /** Most words that are searched for a fuzzy word. */
  public static final int WORDS_MAX = 64;

  /** Most words that are named for a prefix. */
  public static final int NAMED_MAX = 16;

  public static final Expansions NONE = new Expansions(List.of(), false);

  private static final Comparator<Expansion> BY_EDITS =
      Comparator.comparingInt(Expansion::edits).thenComparing(Expansion::word, Expansions::compare);
  private static final Comparator<Expansion> BEST_FIRST =
      Comparator.comparingInt(Expansion::edits)
          .thenComparing(Comparator.comparingLong(Expansion::documents).reversed())
          .thenComparing(Expansion::word, Expansions::compare);

  public Expansions {
    words = List.copyOf(words);
  }

  /** The candidates among these words. */
  static Expansions of(Collection<Expansion> all) {
    return new Expansions(
        all.stream().sorted(BY_EDITS).limit(CANDIDATES_MAX).toList(), all.size() > CANDIDATES_MAX);
  }

  /** The candidates of two stores. */
  public Expansions merge(Expansions other) {
    Map<String, Expansion> all = new TreeMap<>();
    for (Expansion word : words) {
      all.put(word.word(), word);
    }
    for (Expansion word : other.words) {
      all.merge(word.word(), word, Expansions::sum);
    }
    Expansions merged = of(all.values());
    return new Expansions(merged.words, merged.cut || cut || other.cut);
  }

  /**
   * The words that are searched: those with the fewest edits, of these the most frequent ones, at
   * most {@value #WORDS_MAX}, best first.
   */
  public Expansions best() {
    return new Expansions(
        words.stream().sorted(BEST_FIRST).limit(WORDS_MAX).toList(),
        cut || words.size() > WORDS_MAX);
  }

  /** The words that are named for a prefix, the first ones in the order of their bytes. */
  public Expansions first() {
    return new Expansions(
        words.stream().limit(NAMED_MAX).toList(), cut || words.size() > NAMED_MAX);
  }

  private static Expansion sum(Expansion a, Expansion b) {
    return new Expansion(
        a.word(), a.term(), a.edits(), Math.addExact(a.documents(), b.documents()));
  }

  private static int compare(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}

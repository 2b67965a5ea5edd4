package dev.sutra.text.highlight;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words of a query that a text is searched for, with what each is worth. Not thread-safe. */
public final class WantedWords {
  private final Map<String, Double> terms = new HashMap<>();
  private final Map<String, Double> prefixes = new HashMap<>();

  /** Adds a term. */
  public void addTerm(String term, double worth) {
    terms.merge(term, worth, Math::max);
  }

  /** Adds the beginning of words, as they are spelled. */
  public void addPrefix(String prefix, double worth) {
    prefixes.merge(prefix, worth, Math::max);
  }

  boolean hasPrefixes() {
    return !prefixes.isEmpty();
  }

  /** What a term or a word is worth by itself; null if it is not wanted. */
  @Nullable Double worth(String term) {
    return terms.get(term);
  }

  /** The longest prefix of a term or word; null if it has none of them. */
  @Nullable String prefixOf(String word) {
    String longest = null;
    for (String prefix : prefixes.keySet()) {
      if (word.startsWith(prefix) && (longest == null || prefix.length() > longest.length())) {
        longest = prefix;
      }
    }
    return longest;
  }

  double worthOfPrefix(String prefix) {
    return prefixes.getOrDefault(prefix, 0.0);
  }
}

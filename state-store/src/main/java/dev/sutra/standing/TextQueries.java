package dev.sutra.standing;

import dev.sutra.record.Concept;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.analysis.WordTerms;
import dev.sutra.text.query.TextQuery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/**
 * Text queries by <em>anchors</em>: terms of which a matching document contains at least one. A
 * query of all its clauses has one anchor, its rarest term; a query of any clause has one for each
 * (as the presearcher of Lucene's monitor does). How rare a term is, is judged by the queries. A
 * query with an anchor in the document is then compared with it.
 *
 * <p>A prefix is an anchor only if nothing else can be: the beginnings of a document's words are
 * looked up in a sorted map.
 */
final class TextQueries {
  private record Anchor(String term, boolean prefix) {}

  private final TextAnalyzer analyzer;
  private final Lists<String> byTerm = Lists.hashed();
  private final ConcurrentSkipListMap<String, EntryList> prefixes = new ConcurrentSkipListMap<>();
  private final Lists<String> byPrefix = new Lists<>(prefixes);
  // Writer thread only: the anchors of each query, and how many queries contain a term.
  private final Map<Entry, List<Anchor>> anchors = new HashMap<>();
  private final Map<String, Integer> uses = new HashMap<>();

  TextQueries(TextAnalyzer analyzer) {
    this.analyzer = analyzer;
  }

  void add(Entry entry) {
    terms(entry.text()).forEach(term -> uses.merge(term, 1, Integer::sum));
    List<Anchor> chosen = anchors(entry.text());
    anchors.put(entry, chosen);
    for (Anchor anchor : chosen) {
      (anchor.prefix() ? byPrefix : byTerm).add(anchor.term(), entry);
    }
  }

  void remove(Entry entry) {
    List<Anchor> chosen = anchors.remove(entry);
    if (chosen == null) {
      return;
    }
    terms(entry.text()).forEach(term -> uses.computeIfPresent(term, TextQueries::oneLess));
    for (Anchor anchor : chosen) {
      (anchor.prefix() ? byPrefix : byTerm).remove(anchor.term(), entry);
    }
  }

  void match(Concept concept, String text, Matches matches) {
    boolean words = !prefixes.isEmpty();
    Document document = new Document(text, analyzer, words);
    // A query with several anchors may be found several times.
    Set<Entry> several = new HashSet<>();
    Consumer<Entry> compare =
        entry -> {
          TextQuery query = entry.text();
          boolean first = query.clauses().size() == 1 || isAll(query) || several.add(entry);
          if (first && document.matches(query) && entry.query().filter().matches(concept)) {
            matches.add(entry, 1);
          }
        };
    for (String term : document.terms()) {
      byTerm.forEach(term, compare);
    }
    if (words) {
      for (String prefix : prefixesOf(document.terms())) {
        byPrefix.forEach(prefix, compare);
      }
    }
  }

  /** The registered prefixes of these terms, each once. */
  private Set<String> prefixesOf(Set<String> terms) {
    Set<String> found = new TreeSet<>();
    for (String term : terms) {
      // The greatest key not above the term is a prefix of it, or all prefixes of the term among
      // the keys are prefixes of what it shares with that key.
      String rest = term;
      String key = prefixes.floorKey(rest);
      while (key != null && !rest.isEmpty()) {
        int shared = sharedLength(key, rest);
        if (shared == key.length()) {
          found.add(key);
          shared--;
        }
        rest = rest.substring(0, shared);
        key = prefixes.floorKey(rest);
      }
    }
    return found;
  }

  private static int sharedLength(String a, String b) {
    int length = Math.min(a.length(), b.length());
    int shared = 0;
    while (shared < length && a.charAt(shared) == b.charAt(shared)) {
      shared++;
    }
    return shared;
  }

  private List<Anchor> anchors(TextQuery query) {
    List<Anchor> each = new ArrayList<>();
    for (TextQuery.Clause clause : query.clauses()) {
      each.add(anchor(clause));
    }
    return isAll(query) ? List.of(rarest(each)) : each.stream().distinct().toList();
  }

  private Anchor anchor(TextQuery.Clause clause) {
    return switch (clause) {
      case TextQuery.Term(String term) -> new Anchor(term, false);
      case TextQuery.Phrase phrase ->
          rarest(phrase.terms().stream().map(term -> new Anchor(term, false)).toList());
      // Both the word and its continuations begin with the last word.
      case TextQuery.Prefix prefix ->
          new Anchor(
              new String(WordTerms.prefix(prefix.words().getLast()), StandardCharsets.UTF_8), true);
    };
  }

  private Anchor rarest(List<Anchor> from) {
    Anchor best = from.getFirst();
    for (Anchor anchor : from) {
      if (isRarer(anchor, best)) {
        best = anchor;
      }
    }
    return best;
  }

  private boolean isRarer(Anchor a, Anchor b) {
    if (a.prefix() != b.prefix()) {
      return b.prefix();
    }
    int usesOfA = uses.getOrDefault(a.term(), 0);
    int usesOfB = uses.getOrDefault(b.term(), 0);
    return usesOfA != usesOfB ? usesOfA < usesOfB : a.term().length() > b.term().length();
  }

  private static List<String> terms(TextQuery query) {
    List<String> terms = new ArrayList<>();
    for (TextQuery.Clause clause : query.clauses()) {
      if (clause instanceof TextQuery.Term(String term)) {
        terms.add(term);
      } else if (clause instanceof TextQuery.Phrase phrase) {
        terms.addAll(phrase.terms());
      }
    }
    return terms;
  }

  @SuppressWarnings("NullAway")
  private static Integer oneLess(String term, Integer count) {
    return count == 1 ? null : count - 1;
  }

  private static boolean isAll(TextQuery query) {
    return query.mode() == TextQuery.Mode.AND;
  }
}

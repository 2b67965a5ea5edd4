package dev.sutra.engine.query;

import dev.sutra.text.expansion.Expansion;
import dev.sutra.text.query.CorpusStatistics;
import java.util.ArrayList;
import java.util.List;

/**
 * A word of a text search that stands for other words.
 *
 * @param word a fuzzy word with its edits ({@code dgo~1}), or a prefix with its star
 * @param words the words that were searched for it, best first; of a prefix, the first ones in
 *     their order
 * @param cut whether there are more: those near a fuzzy word were not searched, those of a prefix
 *     were
 */
public record ExpandedWord(String word, List<String> words, boolean cut) {
  /** The expanded words of a search, from its merged statistics. */
  public static List<ExpandedWord> of(CorpusStatistics corpus) {
    List<ExpandedWord> expanded = new ArrayList<>();
    corpus
        .settled()
        .expansions()
        .forEach(
            (word, found) ->
                expanded.add(
                    new ExpandedWord(
                        word, found.words().stream().map(Expansion::word).toList(), found.cut())));
    return expanded;
  }
}

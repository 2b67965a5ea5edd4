package dev.sutra.bench.relevance;

import dev.sutra.app.wordnet.Synset;
import dev.sutra.app.wordnet.WordNet;
import dev.sutra.bench.relevance.Task.Document;
import dev.sutra.bench.relevance.Task.Question;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Questions that WordNet itself answers. A gloss is a definition, then examples in quotes. */
final class WordNetTasks {
  private static final long SEED = 29;
  private static final Set<String> BROADER = Set.of("hypernym", "instance_hypernym", "similar_to");

  private final WordNet wordNet;
  private final List<Synset> sample;

  /**
   * Chooses the documents.
   *
   * @param size how many synsets, drawn at random
   */
  WordNetTasks(WordNet wordNet, int size) {
    this.wordNet = wordNet;
    List<Synset> all = new ArrayList<>(wordNet.synsets());
    Collections.shuffle(all, new Random(SEED));
    sample = all.subList(0, Math.min(size, all.size()));
  }

  /** A definition is to find its words: documents have no definition, only words around it. */
  Task definitions(int questions) {
    return new Task(
        "definition finds its words",
        sample.stream().map(each -> new Document(each.id(), wordsAround(each))).toList(),
        sample.stream()
            .limit(questions)
            .map(each -> new Question(definition(each.gloss()), each.id()))
            .toList());
  }

  /** An example is to find its synset: documents have words and definition, but no examples. */
  Task examples(int questions) {
    return new Task(
        "example finds its meaning",
        sample.stream()
            .map(
                each ->
                    new Document(
                        each.id(),
                        String.join(", ", each.words()) + ": " + definition(each.gloss())))
            .toList(),
        sample.stream()
            .filter(each -> each.gloss().indexOf('"') >= 0)
            .limit(questions)
            .map(each -> new Question(example(each.gloss()), each.id()))
            .toList());
  }

  /** The words of a synset, then those of what it is a kind of. */
  private String wordsAround(Synset synset) {
    String own = String.join(", ", synset.words());
    String broader =
        synset.pointers().stream()
            .filter(pointer -> BROADER.contains(pointer.type()))
            .map(pointer -> wordNet.find(pointer.targetId()))
            .filter(target -> target != null)
            .flatMap(target -> target.words().stream())
            .distinct()
            .collect(Collectors.joining(", "));
    return broader.isEmpty() ? own : own + "; " + broader;
  }

  private static String definition(String gloss) {
    int quote = gloss.indexOf('"');
    return quote <= 0 ? gloss : gloss.substring(0, quote);
  }

  private static String example(String gloss) {
    int from = gloss.indexOf('"') + 1;
    int to = gloss.indexOf('"', from);
    return to < 0 ? gloss.substring(from) : gloss.substring(from, to);
  }
}

package dev.sutra.app.wordnet;

import java.util.List;

/**
 * A set of words that share one meaning.
 *
 * @param id {@code n}, {@code v}, {@code a} or {@code r} and the eight digits of its offset in
 *     WordNet 3.1, such as {@code n02086723}; an adjective satellite has {@code a}, as pointers to
 *     it have
 * @param partOfSpeech {@code noun}, {@code verb}, {@code adjective} or {@code adverb}
 * @param lexicographerFile the field of meaning, such as {@code noun.animal}
 * @param words one at least, with blanks inside compounds
 * @param gloss the definition, and examples in quotation marks
 * @param pointers what it points at, in the order of the data, each (type, target) once
 */
public record Synset(
    String id,
    String partOfSpeech,
    String lexicographerFile,
    List<String> words,
    String gloss,
    List<Pointer> pointers) {

  public Synset {
    words = List.copyOf(words);
    pointers = List.copyOf(pointers);
  }

  /**
   * A typed relation to another synset, or in a few cases to the same one.
   *
   * @param type such as {@code hypernym}, {@code part_meronym} or {@code antonym}
   */
  public record Pointer(String type, String targetId) {}

  /** Returns the first word. */
  public String label() {
    return words.getFirst();
  }

  /** Returns the words and the gloss, as in {@code "dog, domestic dog: a member of…"}. */
  public String text() {
    return String.join(", ", words) + ": " + gloss;
  }
}

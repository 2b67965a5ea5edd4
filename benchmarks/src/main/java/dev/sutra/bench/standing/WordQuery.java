package dev.sutra.bench.standing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A query of words.
 *
 * @param kind how the words are combined
 */
record WordQuery(Kind kind, List<String> words) {
  /** What a document must contain. */
  enum Kind {
    /** Both of two words of one text. */
    ALL("two words, all"),
    /** Any of three words, each of a text of its own. */
    ANY("three words, any"),
    /** Two words that follow each other in a text. */
    PHRASE("phrase of two words");

    final String title;

    Kind(String title) {
      this.title = title;
    }
  }

  WordQuery {
    words = List.copyOf(words);
  }

  static WordQuery random(Kind kind, List<String> texts, Random random) {
    return new WordQuery(
        kind,
        switch (kind) {
          case ALL -> distinct(random, 2, words(texts, random));
          case ANY -> {
            Set<String> words = new LinkedHashSet<>();
            while (words.size() < 3) {
              words.addAll(distinct(random, 1, words(texts, random)));
            }
            yield List.copyOf(words);
          }
          case PHRASE -> {
            List<String> words = words(texts, random);
            int at = random.nextInt(words.size() - 1);
            yield words.subList(at, at + 2);
          }
        });
  }

  private static List<String> distinct(Random random, int count, List<String> words) {
    Set<String> drawn = new LinkedHashSet<>();
    for (int i = 0; i < 20 && drawn.size() < count; i++) {
      drawn.add(words.get(random.nextInt(words.size())));
    }
    return List.copyOf(drawn);
  }

  /** The words of a random text that has at least two: runs of letters. */
  private static List<String> words(List<String> texts, Random random) {
    List<String> words = new ArrayList<>();
    while (words.size() < 2) {
      words.clear();
      StringBuilder word = new StringBuilder();
      for (char character : (texts.get(random.nextInt(texts.size())) + " ").toCharArray()) {
        if (Character.isLetter(character)) {
          word.append(character);
        } else if (!word.isEmpty()) {
          words.add(word.toString());
          word.setLength(0);
        }
      }
    }
    return words;
  }

  /** As a search is typed. */
  String typed() {
    String joined = String.join(" ", words);
    return kind == Kind.PHRASE ? '"' + joined + '"' : joined;
  }
}

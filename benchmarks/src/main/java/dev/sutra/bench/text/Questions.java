package dev.sutra.bench.text;

import dev.sutra.text.analysis.TextAnalyzer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Queries made of words that occur, so that frequent words are asked for more often. */
final class Questions {
  private final TextAnalyzer analyzer = TextAnalyzer.named("english");
  private final List<String> texts;
  private final Random random;

  Questions(List<String> texts, long seed) {
    this.texts = texts;
    this.random = new Random(seed);
  }

  /** Queries of so many words, which become as many different terms; each of a text of its own. */
  List<TextQuestion> ofWords(int words, boolean all, int count) {
    List<TextQuestion> questions = new ArrayList<>();
    while (questions.size() < count) {
      Map<String, String> byTerm = new LinkedHashMap<>();
      while (byTerm.size() < words) {
        addWord(byTerm);
      }
      questions.add(new TextQuestion(String.join(" ", byTerm.values()), all));
    }
    return questions;
  }

  /** Queries of two words of one text, both of which must match. */
  List<TextQuestion> pairs(int count) {
    List<TextQuestion> questions = new ArrayList<>();
    while (questions.size() < count) {
      Map<String, String> byTerm = new LinkedHashMap<>();
      String[] words = words();
      for (int i = 0; i < 10 && byTerm.size() < 2; i++) {
        addTerm(byTerm, words[random.nextInt(words.length)]);
      }
      if (byTerm.size() == 2) {
        questions.add(new TextQuestion(String.join(" ", byTerm.values()), true));
      }
    }
    return questions;
  }

  /** Queries of two neighboring words of a text in quotes. */
  List<TextQuestion> phrases(int count) {
    List<TextQuestion> questions = new ArrayList<>();
    while (questions.size() < count) {
      String[] words = words();
      int at = random.nextInt(words.length);
      Map<String, String> byTerm = new LinkedHashMap<>();
      if (at + 1 < words.length) {
        addTerm(byTerm, words[at]);
        addTerm(byTerm, words[at + 1]);
      }
      if (byTerm.size() == 2) {
        questions.add(new TextQuestion('"' + words[at] + ' ' + words[at + 1] + '"', false));
      }
    }
    return questions;
  }

  /** Queries that are whole texts. */
  List<TextQuestion> ofTexts(int count) {
    List<TextQuestion> questions = new ArrayList<>();
    while (questions.size() < count) {
      String text = String.join(" ", words());
      if (analyzer.analyze(text, (bytes, offset, length, position) -> {}) > 0) {
        questions.add(new TextQuestion(text, false));
      }
    }
    return questions;
  }

  private void addWord(Map<String, String> byTerm) {
    String[] words = words();
    addTerm(byTerm, words[random.nextInt(words.length)]);
  }

  /** Adds a word if exactly one term comes of it. */
  private void addTerm(Map<String, String> byTerm, String word) {
    List<String> terms = new ArrayList<>();
    analyzer.analyze(
        word,
        (bytes, offset, length, position) ->
            terms.add(new String(bytes, offset, length, StandardCharsets.UTF_8)));
    if (terms.size() == 1) {
      byTerm.put(terms.getFirst(), word);
    }
  }

  /** The words of a random text: runs of letters and digits. */
  private String[] words() {
    String text = texts.get(random.nextInt(texts.size()));
    StringBuilder letters = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      letters.append(Character.isLetterOrDigit(character) ? character : ' ');
    }
    return letters.toString().strip().split(" +", -1);
  }
}

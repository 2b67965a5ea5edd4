package dev.sutra.bench.text;

import dev.sutra.text.analysis.TextAnalyzer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Queries made of words that occur, so that frequent words are asked for more often. */
final class Questions {
  private static final int PREFIX_MIN = 3;
  private static final int PREFIX_MAX = 5;
  private static final int ONE_EDIT_MIN = 3;
  private static final int TWO_EDITS_MIN = 6;
  private static final int LETTERS = 26;
  private static final int EDIT_KINDS = 4;

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

  /** Queries of the first 3 to 5 letters of a longer word. */
  List<TextQuestion> prefixes(int count) {
    List<TextQuestion> questions = new ArrayList<>();
    while (questions.size() < count) {
      int length = PREFIX_MIN + random.nextInt(PREFIX_MAX - PREFIX_MIN + 1);
      questions.add(new TextQuestion(word(length + 1).substring(0, length) + "*", false));
    }
    return questions;
  }

  /**
   * Queries of a word with one typing error, of which so many edits are allowed. The words are as
   * long as those that get so many edits without being told.
   */
  List<TextQuestion> fuzzy(int edits, int count) {
    int least = edits == 1 ? ONE_EDIT_MIN : TWO_EDITS_MIN;
    List<TextQuestion> questions = new ArrayList<>();
    while (questions.size() < count) {
      questions.add(new TextQuestion(mistyped(word(least)) + "~" + edits, false));
    }
    return questions;
  }

  /** A word of at least so many letters, all of them from a to z, that becomes one term. */
  private String word(int least) {
    while (true) {
      String[] words = words();
      String word = words[random.nextInt(words.length)].toLowerCase(Locale.ROOT);
      if (word.length() >= least
          && word.chars().allMatch(letter -> letter >= 'a' && letter <= 'z')
          && analyzer.term(word) != null) {
        return word;
      }
    }
  }

  /** The word with a letter inserted, left out, replaced or exchanged with the next one. */
  private String mistyped(String word) {
    StringBuilder letters = new StringBuilder(word);
    int at = random.nextInt(word.length() - 1);
    char letter = (char) ('a' + random.nextInt(LETTERS));
    switch (random.nextInt(EDIT_KINDS)) {
      case 0 -> letters.insert(at, letter);
      case 1 -> letters.deleteCharAt(at);
      case 2 -> letters.setCharAt(at, letter);
      default -> {
        char first = letters.charAt(at);
        letters.setCharAt(at, letters.charAt(at + 1));
        letters.setCharAt(at + 1, first);
      }
    }
    return letters.toString();
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

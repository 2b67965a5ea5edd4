package dev.sutra.text.buffer;

import dev.sutra.text.analysis.AnalyzedWord;
import dev.sutra.text.analysis.AsciiWords;
import dev.sutra.text.analysis.TextAnalyzer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tokens of ASCII texts word by word, if the analyzer allows it. From some thousand texts
 * on, each word is analyzed once ({@link WordTable}). Writer thread only.
 */
final class AsciiTokens {
  /** Returned for texts that have to be analyzed as a whole. */
  static final int NOT_ADDED = -1;

  // More bytes may have more words than the analyzer indexes.
  private static final int BYTES_MAX = TextAnalyzer.TOKENS_MAX;
  private static final int TABLE_TEXTS_MIN = 2_048;

  private final TextAnalyzer analyzer;
  private final TermTable terms;
  private final DocumentTokens tokens;
  private final AsciiWords words = new AsciiWords();
  // Null while there are few texts: for them it takes more memory than it saves time.
  private @Nullable WordTable table;
  private int texts;

  /**
   * Creates it.
   *
   * @param tokens takes the tokens of each text
   */
  AsciiTokens(TextAnalyzer analyzer, TermTable terms, DocumentTokens tokens) {
    this.analyzer = analyzer;
    this.terms = terms;
    this.tokens = tokens;
  }

  /**
   * Adds the tokens of a text.
   *
   * @return its length in terms, or {@link #NOT_ADDED}; some tokens may have been added then
   */
  int add(byte[] utf8, int from, int to) {
    if (!analyzer.isWordByWord() || to - from > BYTES_MAX || !AsciiWords.isAscii(utf8, from, to)) {
      return NOT_ADDED;
    }
    if (++texts == TABLE_TEXTS_MIN) {
      table = new WordTable(terms);
    }
    WordTable known = table;
    words.begin(utf8, from, to);
    int stems = 0;
    int position = 0;
    for (int length = words.next(); length != 0; length = words.next()) {
      if (length < 0) {
        return NOT_ADDED;
      }
      stems += known == null ? add(position) : add(known, position);
      position++;
    }
    return stems;
  }

  /** Heap use, bytes. */
  long bytes() {
    WordTable known = table;
    return known == null ? 0 : known.bytes();
  }

  /** Adds the current word; returns how many of its terms count for the length. */
  private int add(int position) {
    AnalyzedWord word = analyzer.word(words);
    for (byte[] term : word.terms()) {
      tokens.add(terms.findOrAdd(term, 0, term.length), position);
    }
    return word.stems();
  }

  private int add(WordTable known, int position) {
    int word = known.find(words);
    if (word < 0) {
      word = known.add(analyzer.word(words), words.hash());
    }
    int[] record = known.records();
    int counts = record[word + WordTable.COUNTS];
    for (int i = 0; i < counts >>> 1; i++) {
      tokens.add(record[word + WordTable.FIRST_TERM + i], position);
    }
    return counts & 1;
  }
}

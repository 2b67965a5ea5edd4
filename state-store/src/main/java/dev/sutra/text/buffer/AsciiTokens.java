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
  private final WordBatch batch = new WordBatch();
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
    return known == null ? addAll() : addAll(known);
  }

  /** Heap use, bytes. */
  long bytes() {
    WordTable known = table;
    return known == null ? 0 : known.bytes();
  }

  /** Adds the words of a text; returns how many of their terms count for its length. */
  private int addAll() {
    int stems = 0;
    int position = 0;
    for (int length = words.next(); length != 0; length = words.next()) {
      if (length < 0) {
        return NOT_ADDED;
      }
      AnalyzedWord word = analyzer.word(words);
      for (byte[] term : word.terms()) {
        tokens.add(terms.findOrAdd(term, 0, term.length), position);
      }
      stems += word.stems();
      position++;
    }
    return stems;
  }

  private int addAll(WordTable known) {
    int stems = 0;
    int position = 0;
    int count = WordBatch.WORDS_MAX;
    while (count == WordBatch.WORDS_MAX) {
      count = batch.read(words);
      if (count == WordBatch.TOO_LONG) {
        return NOT_ADDED;
      }
      known.find(batch);
      for (int i = 0; i < count; i++) {
        int place = batch.place(i);
        stems += add(known, place < 0 ? findOrAdd(known, i) : place, position);
        position++;
      }
    }
    return stems;
  }

  /** Finds a word of the batch wherever it is in the table, or adds it. */
  private int findOrAdd(WordTable known, int word) {
    words.select(batch.start(word), batch.length(word));
    int place = known.find(words);
    return place < 0 ? known.add(words, analyzer.word(words)) : place;
  }

  private int add(WordTable known, int place, int position) {
    int[] record = known.records();
    int counts = record[place + WordTable.COUNTS];
    for (int i = 0; i < counts >>> 1; i++) {
      tokens.add(record[place + WordTable.FIRST_TERM + i], position);
    }
    return counts & 1;
  }
}

package dev.sutra.text.analysis;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.util.UnicodeUtil;
import org.jspecify.annotations.Nullable;

/**
 * Records all words, including stop words, and removes the stop words from the stream; the
 * following filters stem the rest.
 */
final class WordFilter extends TokenFilter {
  private final OriginalWord original;
  private final Language language;
  private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
  private final PositionIncrementAttribute increment =
      addAttribute(PositionIncrementAttribute.class);
  private @Nullable Consumer<String> ignored;

  // The recorded words: the characters of all, and the end and position of each.
  private char[] chars = new char[256];
  private int[] ends = new int[16];
  private int[] positions = new int[16];
  private int size;
  private int position;
  private byte[] bytes = new byte[256];

  /**
   * A filter over words that the language's filters have rewritten.
   *
   * @param original provides the words before rewriting
   */
  WordFilter(TokenStream input, OriginalWord original, Language language) {
    super(input);
    this.original = original;
    this.language = language;
  }

  /** Sets the consumer of the stop words of the next text; null for none. */
  void setIgnored(@Nullable Consumer<String> consumer) {
    this.ignored = consumer;
  }

  @Override
  public void reset() throws IOException {
    super.reset();
    size = 0;
    position = -1;
  }

  @Override
  public boolean incrementToken() throws IOException {
    int skipped = 0;
    while (input.incrementToken()) {
      position += increment.getPositionIncrement();
      boolean rewritten = !original.equalTo(term);
      if (rewritten && language.shortens()) {
        keep(original.chars(), original.length());
      }
      keep(term.buffer(), term.length());
      boolean stop = isStopWord();
      if (stop && ignored != null) {
        ignored.accept(original.toString());
      }
      if (!stop || language.stopsLater()) {
        increment.setPositionIncrement(increment.getPositionIncrement() + skipped);
        return true;
      }
      skipped += increment.getPositionIncrement();
    }
    return false;
  }

  /**
   * Emits the recorded words as marked terms, except a word that equals its stem, and clears them.
   */
  void drain(CharTermAttribute stem, int stemPosition, TokenConsumer consumer) {
    int start = 0;
    for (int i = 0; i < size; i++) {
      boolean isStem =
          positions[i] == stemPosition
              && Arrays.equals(chars, start, ends[i], stem.buffer(), 0, stem.length());
      if (!isStem && ends[i] > start) {
        emit(start, ends[i], Math.max(positions[i], 0), consumer);
      }
      start = ends[i];
    }
    size = 0;
  }

  private boolean isStopWord() {
    CharArraySet stopWords = language.stopWords();
    return language.shortens()
        ? stopWords.contains(term.buffer(), 0, term.length())
        : original.isIn(stopWords);
  }

  private void keep(char[] word, int length) {
    int start = size == 0 ? 0 : ends[size - 1];
    if (start + length > chars.length) {
      chars = Arrays.copyOf(chars, 2 * (start + length));
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, 2 * size);
      positions = Arrays.copyOf(positions, 2 * size);
    }
    System.arraycopy(word, 0, chars, start, length);
    ends[size] = start + length;
    positions[size++] = position;
  }

  private void emit(int start, int end, int at, TokenConsumer consumer) {
    int most = UnicodeUtil.maxUTF8Length(end - start) + 1;
    if (most > bytes.length) {
      bytes = new byte[2 * most];
    }
    int length = UnicodeUtil.UTF16toUTF8(chars, start, end - start, bytes);
    length = TermBytes.truncatedLength(bytes, 0, length, WordTerms.BYTES_MAX);
    bytes[length] = WordTerms.MARK;
    consumer.token(bytes, 0, length + 1, at);
  }
}

package dev.sutra.text.analysis;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** Keeps the current word as it was before a language's filters shorten or normalize it. */
final class OriginalWord extends TokenFilter {
  private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
  private char[] chars = new char[64];
  private int length;

  OriginalWord(TokenStream input) {
    super(input);
  }

  @Override
  public boolean incrementToken() throws IOException {
    if (!input.incrementToken()) {
      return false;
    }
    length = term.length();
    if (length > chars.length) {
      chars = new char[2 * length];
    }
    System.arraycopy(term.buffer(), 0, chars, 0, length);
    return true;
  }

  char[] chars() {
    return chars;
  }

  int length() {
    return length;
  }

  boolean isIn(CharArraySet words) {
    return words.contains(chars, 0, length);
  }

  boolean equalTo(CharTermAttribute other) {
    return Arrays.equals(chars, 0, length, other.buffer(), 0, other.length());
  }

  @Override
  public String toString() {
    return new String(chars, 0, length);
  }
}

package dev.sutra.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How words stand in a dictionary beside stems: a word that is its own stem is that term; any other
 * word, stop words among them, is a term that ends with {@link #MARK}, so that terms that begin
 * alike lie together, and no word of a query is taken for one.
 */
final class WordTerms {
  /** A control character, which no word holds. */
  static final byte MARK = 1;

  /** Bytes of a word without the mark; the rest of a longer one is cut off. */
  static final int BYTES_MAX = TextAnalyzer.TERM_BYTES_MAX - 1;

  private WordTerms() {}

  /** The postings of a word, and of other words of which it is the stem. */
  static List<Postings> of(TextSource source, String word) {
    List<Postings> found = new ArrayList<>(2);
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    int stem = TextAnalyzer.cut(bytes, 0, bytes.length, TextAnalyzer.TERM_BYTES_MAX);
    int form = TextAnalyzer.cut(bytes, 0, bytes.length, BYTES_MAX);
    byte[] marked = Arrays.copyOf(bytes, form + 1);
    marked[form] = MARK;
    addTerm(source, Arrays.copyOf(bytes, stem), found);
    addTerm(source, marked, found);
    return found;
  }

  /** The terms that begin with the bytes of a beginning. */
  static Terms startingWith(TextSource source, String beginning) {
    byte[] bytes = beginning.getBytes(StandardCharsets.UTF_8);
    return source.terms(Arrays.copyOf(bytes, TextAnalyzer.cut(bytes, 0, bytes.length, BYTES_MAX)));
  }

  private static void addTerm(TextSource source, byte[] term, List<Postings> found) {
    TermEntry entry = source.find(new String(term, StandardCharsets.UTF_8));
    if (entry != null) {
      found.add(entry.postings());
    }
  }
}

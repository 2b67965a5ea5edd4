package dev.sutra.app.wordnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.buffer.TextBuffer;
import dev.sutra.text.score.Postings;
import dev.sutra.text.score.TermIterator;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The postings of all texts of WordNet, against the terms that Lucene's analysis gives. */
class WordNetTermsTest {
  @Test
  void postingsAreThoseOfLucenesTerms() throws IOException {
    TextAnalyzer analyzer = TextAnalyzer.named("english");
    TextBuffer buffer = new TextBuffer(analyzer);
    long[] expected = new long[2];
    for (Synset synset : WordNet.load().synsets()) {
      int document = buffer.documents();
      buffer.add(document, synset.text());
      analyzer.index(
          synset.text(),
          (bytes, offset, length, position) -> {
            expected[0]++;
            expected[1] +=
                hash(Arrays.copyOfRange(bytes, offset, offset + length), document, position);
          });
    }
    long[] found = new long[2];
    TermIterator terms = buffer.terms(new byte[0]);
    while (terms.next()) {
      byte[] term = Arrays.copyOf(terms.bytes(), terms.length());
      Postings postings = terms.postings();
      for (int document = postings.advance(0);
          document != Postings.NO_MORE;
          document = postings.advance(document + 1)) {
        for (int i = 0; i < postings.frequency(); i++) {
          found[0]++;
          found[1] += hash(term, document, postings.positions()[i]);
        }
      }
    }
    assertTrue(found[0] > 2_000_000, found[0] + " postings");
    assertEquals(expected[0], found[0], "postings");
    assertEquals(expected[1], found[1], "sum of the hashes of all postings");
  }

  private static long hash(byte[] term, int document, int position) {
    long hash = Arrays.hashCode(term) * 31L + document;
    hash = (hash * 31 + position) * 0x9E3779B97F4A7C15L;
    return hash ^ hash >>> 32;
  }
}

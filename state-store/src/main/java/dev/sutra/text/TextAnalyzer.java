package dev.sutra.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.core.SimpleAnalyzer;
import org.apache.lucene.analysis.cz.CzechAnalyzer;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.el.GreekAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.hi.HindiAnalyzer;
import org.apache.lucene.analysis.hu.HungarianAnalyzer;
import org.apache.lucene.analysis.id.IndonesianAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ro.RomanianAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;
import org.apache.lucene.util.BytesRef;

/**
 * Turns text into terms with one of Lucene's analyzers, chosen by name.
 *
 * <p>A term is 1 to {@value #TERM_BYTES_MAX} bytes of UTF-8; a longer one is cut to that, when
 * indexed and when searched alike. At most {@value #TOKENS_MAX} tokens of a text count, more than a
 * text of the allowed size can hold. Thread-safe.
 */
public final class TextAnalyzer {
  /** The analyzer of a store that names none: English stop words and stems. */
  public static final String DEFAULT_NAME = "english";

  public static final int TERM_BYTES_MAX = 255;
  public static final int TOKENS_MAX = 64 * 1024;

  private static final String FIELD = "text";

  private static final Map<String, Supplier<Analyzer>> ANALYZERS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("arabic", ArabicAnalyzer::new),
              Map.entry("cjk", CJKAnalyzer::new),
              Map.entry("czech", CzechAnalyzer::new),
              Map.entry("danish", DanishAnalyzer::new),
              Map.entry("dutch", DutchAnalyzer::new),
              Map.entry("english", EnglishAnalyzer::new),
              Map.entry("finnish", FinnishAnalyzer::new),
              Map.entry("french", FrenchAnalyzer::new),
              Map.entry("german", GermanAnalyzer::new),
              Map.entry("greek", GreekAnalyzer::new),
              Map.entry("hindi", HindiAnalyzer::new),
              Map.entry("hungarian", HungarianAnalyzer::new),
              Map.entry("indonesian", IndonesianAnalyzer::new),
              Map.entry("italian", ItalianAnalyzer::new),
              Map.entry("norwegian", NorwegianAnalyzer::new),
              Map.entry("portuguese", PortugueseAnalyzer::new),
              Map.entry("romanian", RomanianAnalyzer::new),
              Map.entry("russian", RussianAnalyzer::new),
              Map.entry("simple", SimpleAnalyzer::new),
              Map.entry("spanish", SpanishAnalyzer::new),
              Map.entry("standard", StandardAnalyzer::new),
              Map.entry("swedish", SwedishAnalyzer::new),
              Map.entry("turkish", TurkishAnalyzer::new)));

  /** Takes the tokens of a text one after the other. */
  @FunctionalInterface
  public interface TokenConsumer {
    /**
     * Takes a token.
     *
     * @param bytes holds the term; valid during the call only
     * @param offset where in {@code bytes} the term begins
     * @param length bytes of the term, 1 to {@value TextAnalyzer#TERM_BYTES_MAX}
     * @param position place in the text counted in words from 0, not descending; left-out words
     *     leave gaps
     */
    void token(byte[] bytes, int offset, int length, int position);
  }

  private final String name;
  private final Analyzer analyzer;

  private TextAnalyzer(String name, Analyzer analyzer) {
    this.name = name;
    this.analyzer = analyzer;
  }

  /**
   * The analyzer of this name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public static TextAnalyzer named(String name) {
    Supplier<Analyzer> supplier = ANALYZERS.get(name);
    if (supplier == null) {
      throw new IllegalArgumentException(
          "analyzer is \"" + name + "\"; known are " + String.join(", ", names()));
    }
    return new TextAnalyzer(name, supplier.get());
  }

  /** All names, in order. */
  public static Set<String> names() {
    return Collections.unmodifiableSet(ANALYZERS.keySet());
  }

  public String name() {
    return name;
  }

  /**
   * Hands each token of a text to the consumer, which must not analyze in turn.
   *
   * @return the number of tokens
   */
  public int analyze(String text, TokenConsumer consumer) {
    try (TokenStream stream = analyzer.tokenStream(FIELD, text)) {
      TermToBytesRefAttribute term = stream.getAttribute(TermToBytesRefAttribute.class);
      PositionIncrementAttribute increment = stream.getAttribute(PositionIncrementAttribute.class);
      stream.reset();
      int tokens = 0;
      int position = -1;
      while (tokens < TOKENS_MAX && stream.incrementToken()) {
        position += increment.getPositionIncrement();
        BytesRef bytes = term.getBytesRef();
        if (bytes.length > 0) {
          consumer.token(bytes.bytes, bytes.offset, termLength(bytes), Math.max(position, 0));
          tokens++;
        }
      }
      stream.end();
      return tokens;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A word as it begins terms: case folded as in terms, but neither stemmed nor left out. */
  String normalize(String word) {
    BytesRef bytes = analyzer.normalize(FIELD, word);
    return new BytesRef(bytes.bytes, bytes.offset, termLength(bytes)).utf8ToString();
  }

  private static int termLength(BytesRef term) {
    if (term.length <= TERM_BYTES_MAX) {
      return term.length;
    }
    int length = TERM_BYTES_MAX;
    // Not in the middle of a character: its second and later bytes are 10xxxxxx.
    while ((term.bytes[term.offset + length] & 0xc0) == 0x80) {
      length--;
    }
    return length;
  }
}

package dev.sutra.text.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.StopwordAnalyzerBase;
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
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The terms of each language are those of Lucene's analyzer, at the same places. */
class LanguagesTest {
  static final Map<String, Analyzer> LUCENE =
      Map.ofEntries(
          Map.entry("arabic", new ArabicAnalyzer()),
          Map.entry("cjk", new CJKAnalyzer()),
          Map.entry("czech", new CzechAnalyzer()),
          Map.entry("danish", new DanishAnalyzer()),
          Map.entry("dutch", new DutchAnalyzer()),
          Map.entry("english", new EnglishAnalyzer()),
          Map.entry("finnish", new FinnishAnalyzer()),
          Map.entry("french", new FrenchAnalyzer()),
          Map.entry("german", new GermanAnalyzer(germanStopWords())),
          Map.entry("greek", new GreekAnalyzer()),
          Map.entry("hindi", new HindiAnalyzer()),
          Map.entry("hungarian", new HungarianAnalyzer()),
          Map.entry("indonesian", new IndonesianAnalyzer()),
          Map.entry("italian", new ItalianAnalyzer()),
          Map.entry("norwegian", new NorwegianAnalyzer()),
          Map.entry("portuguese", new PortugueseAnalyzer()),
          Map.entry("romanian", new RomanianAnalyzer()),
          Map.entry("russian", new RussianAnalyzer()),
          Map.entry("simple", new SimpleAnalyzer()),
          Map.entry("spanish", new SpanishAnalyzer()),
          Map.entry("standard", new StandardAnalyzer()),
          Map.entry("swedish", new SwedishAnalyzer()),
          Map.entry("turkish", new TurkishAnalyzer()));

  /** Lucene's list has daß only, which is folded to dass. */
  private static CharArraySet germanStopWords() {
    CharArraySet stopWords = CharArraySet.copy(GermanAnalyzer.getDefaultStopSet());
    stopWords.add("dass");
    return stopWords;
  }

  private static Iterable<String> names() {
    return TextAnalyzer.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void termsAreThoseOfLucene(String name) throws IOException {
    Analyzer lucene = Objects.requireNonNull(LUCENE.get(name));
    // As a whole, and each line of plain letters by itself; stop words in between.
    StringBuilder text =
        new StringBuilder(UnicodeFolding.fold(AnalysisFixtures.TEXT, name.equals("turkish")));
    if (lucene instanceof StopwordAnalyzerBase stopping) {
      CharArraySet stopWords = stopping.getStopwordSet();
      Iterator<Object> words = stopWords.iterator();
      for (int i = 0; i < 100 && words.hasNext(); i++) {
        text.append((char[]) words.next()).append(i % 3 == 0 ? " Word\n" : " ");
      }
    }
    String folded = UnicodeFolding.fold(text.toString(), name.equals("turkish"));
    assertEquals(lucene(lucene, folded), terms(name, folded));
    for (String line : AnalysisFixtures.TEXT.split("\n", -1)) {
      String plain = UnicodeFolding.fold(line, name.equals("turkish"));
      assertEquals(lucene(lucene, plain), terms(name, line));
    }
  }

  private static List<String> terms(String name, String text) {
    List<String> terms = new ArrayList<>();
    TextAnalyzer.named(name)
        .analyze(
            text,
            (bytes, offset, length, position) ->
                terms.add(
                    new String(bytes, offset, length, StandardCharsets.UTF_8) + "@" + position));
    return terms;
  }

  private static List<String> lucene(Analyzer analyzer, String text) throws IOException {
    List<String> terms = new ArrayList<>();
    try (TokenStream stream = analyzer.tokenStream("text", text)) {
      CharTermAttribute term = stream.getAttribute(CharTermAttribute.class);
      PositionIncrementAttribute increment = stream.getAttribute(PositionIncrementAttribute.class);
      stream.reset();
      int position = -1;
      while (stream.incrementToken()) {
        position += increment.getPositionIncrement();
        terms.add(term + "@" + position);
      }
      stream.end();
    }
    return terms;
  }
}

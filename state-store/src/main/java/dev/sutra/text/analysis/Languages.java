package dev.sutra.text.analysis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.ar.ArabicNormalizationFilter;
import org.apache.lucene.analysis.ar.ArabicStemFilter;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.core.DecimalDigitFilter;
import org.apache.lucene.analysis.core.LetterTokenizer;
import org.apache.lucene.analysis.cz.CzechAnalyzer;
import org.apache.lucene.analysis.cz.CzechStemFilter;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.de.GermanLightStemFilter;
import org.apache.lucene.analysis.de.GermanNormalizationFilter;
import org.apache.lucene.analysis.el.GreekAnalyzer;
import org.apache.lucene.analysis.el.GreekLowerCaseFilter;
import org.apache.lucene.analysis.el.GreekStemFilter;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.es.SpanishLightStemFilter;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.fr.FrenchLightStemFilter;
import org.apache.lucene.analysis.hi.HindiAnalyzer;
import org.apache.lucene.analysis.hi.HindiNormalizationFilter;
import org.apache.lucene.analysis.hi.HindiStemFilter;
import org.apache.lucene.analysis.hu.HungarianAnalyzer;
import org.apache.lucene.analysis.id.IndonesianAnalyzer;
import org.apache.lucene.analysis.id.IndonesianStemFilter;
import org.apache.lucene.analysis.in.IndicNormalizationFilter;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.it.ItalianLightStemFilter;
import org.apache.lucene.analysis.miscellaneous.StemmerOverrideFilter;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseLightStemFilter;
import org.apache.lucene.analysis.ro.RomanianAnalyzer;
import org.apache.lucene.analysis.ro.RomanianNormalizationFilter;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.tr.ApostropheFilter;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;
import org.apache.lucene.analysis.tr.TurkishLowerCaseFilter;
import org.apache.lucene.analysis.util.ElisionFilter;
import org.tartarus.snowball.SnowballStemmer;
import org.tartarus.snowball.ext.DanishStemmer;
import org.tartarus.snowball.ext.DutchStemmer;
import org.tartarus.snowball.ext.FinnishStemmer;
import org.tartarus.snowball.ext.HungarianStemmer;
import org.tartarus.snowball.ext.NorwegianStemmer;
import org.tartarus.snowball.ext.RomanianStemmer;
import org.tartarus.snowball.ext.RussianStemmer;
import org.tartarus.snowball.ext.SwedishStemmer;
import org.tartarus.snowball.ext.TurkishStemmer;

/**
 * The languages by name. Stop words, stemmers and normalization are Lucene's; a test compares the
 * terms of each language with those of Lucene's analyzer.
 */
final class Languages {
  private static final List<String> ITALIAN_ARTICLES =
      List.of(
          "c", "l", "all", "dall", "dell", "nell", "sull", "coll", "pell", "gl", "agl", "dagl",
          "degl", "negl", "sugl", "un", "m", "t", "s", "v", "d");

  static final Map<String, Supplier<Language>> BY_NAME =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("arabic", Languages::arabic),
              Map.entry("cjk", Languages::cjk),
              Map.entry("czech", Languages::czech),
              Map.entry(
                  "danish", () -> snowball(DanishAnalyzer.getDefaultStopSet(), DanishStemmer::new)),
              Map.entry("dutch", Languages::dutch),
              Map.entry("english", Languages::english),
              Map.entry(
                  "finnish",
                  () -> snowball(FinnishAnalyzer.getDefaultStopSet(), FinnishStemmer::new)),
              Map.entry("french", Languages::french),
              Map.entry("german", Languages::german),
              Map.entry("greek", Languages::greek),
              Map.entry("hindi", Languages::hindi),
              Map.entry(
                  "hungarian",
                  () -> snowball(HungarianAnalyzer.getDefaultStopSet(), HungarianStemmer::new)),
              Map.entry("indonesian", Languages::indonesian),
              Map.entry("italian", Languages::italian),
              Map.entry(
                  "norwegian",
                  () -> snowball(NorwegianAnalyzer.getDefaultStopSet(), NorwegianStemmer::new)),
              Map.entry("portuguese", Languages::portuguese),
              Map.entry("romanian", Languages::romanian),
              Map.entry(
                  "russian",
                  () -> snowball(RussianAnalyzer.getDefaultStopSet(), RussianStemmer::new)),
              Map.entry("simple", () -> plain().withTokenizer(LetterTokenizer::new)),
              Map.entry("spanish", Languages::spanish),
              Map.entry("standard", Languages::plain),
              Map.entry(
                  "swedish",
                  () -> snowball(SwedishAnalyzer.getDefaultStopSet(), SwedishStemmer::new)),
              Map.entry("turkish", Languages::turkish)));

  private Languages() {}

  private static Language plain() {
    return Language.of(CharArraySet.EMPTY_SET, UnaryOperator.identity());
  }

  private static Language snowball(CharArraySet stopWords, Supplier<SnowballStemmer> stemmer) {
    return Language.of(stopWords, words -> new SnowballFilter(words, stemmer.get()));
  }

  private static Language arabic() {
    return Language.of(ArabicAnalyzer.getDefaultStopSet(), ArabicStemFilter::new)
        .withLowerCase(words -> new DecimalDigitFilter(new LowerCaseFilter(words)))
        .respelledBy(ArabicNormalizationFilter::new);
  }

  private static Language cjk() {
    CharArraySet stopWords = CJKAnalyzer.getDefaultStopSet();
    UnaryOperator<TokenStream> bigrams =
        words -> new StopFilter(new CJKBigramFilter(words), stopWords);
    return Language.of(stopWords, bigrams).stoppingLater();
  }

  private static Language czech() {
    return Language.of(CzechAnalyzer.getDefaultStopSet(), CzechStemFilter::new);
  }

  private static Language dutch() {
    StemmerOverrideFilter.StemmerOverrideMap irregular = irregularDutch();
    return Language.of(
        DutchAnalyzer.getDefaultStopSet(),
        words ->
            new SnowballFilter(new StemmerOverrideFilter(words, irregular), new DutchStemmer()));
  }

  private static StemmerOverrideFilter.StemmerOverrideMap irregularDutch() {
    StemmerOverrideFilter.Builder irregular = new StemmerOverrideFilter.Builder();
    irregular.add("fiets", "fiets");
    irregular.add("bromfiets", "bromfiets");
    irregular.add("ei", "eier");
    irregular.add("kind", "kinder");
    try {
      return irregular.build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Language english() {
    return Language.of(EnglishAnalyzer.getDefaultStopSet(), PorterStemFilter::new)
        .shortenedBy(EnglishPossessiveFilter::new);
  }

  private static Language french() {
    return Language.of(FrenchAnalyzer.getDefaultStopSet(), FrenchLightStemFilter::new)
        .shortenedBy(words -> new ElisionFilter(words, FrenchAnalyzer.DEFAULT_ARTICLES));
  }

  private static Language german() {
    return Language.of(GermanAnalyzer.getDefaultStopSet(), GermanLightStemFilter::new)
        .respelledBy(GermanNormalizationFilter::new);
  }

  private static Language greek() {
    return Language.of(GreekAnalyzer.getDefaultStopSet(), GreekStemFilter::new)
        .withLowerCase(GreekLowerCaseFilter::new);
  }

  private static Language hindi() {
    return Language.of(HindiAnalyzer.getDefaultStopSet(), HindiStemFilter::new)
        .withLowerCase(
            words ->
                new HindiNormalizationFilter(
                    new IndicNormalizationFilter(
                        new DecimalDigitFilter(new LowerCaseFilter(words)))));
  }

  private static Language indonesian() {
    return Language.of(IndonesianAnalyzer.getDefaultStopSet(), IndonesianStemFilter::new);
  }

  private static Language italian() {
    CharArraySet articles = new CharArraySet(ITALIAN_ARTICLES, true);
    return Language.of(ItalianAnalyzer.getDefaultStopSet(), ItalianLightStemFilter::new)
        .shortenedBy(words -> new ElisionFilter(words, articles));
  }

  private static Language portuguese() {
    return Language.of(PortugueseAnalyzer.getDefaultStopSet(), PortugueseLightStemFilter::new);
  }

  private static Language romanian() {
    return snowball(RomanianAnalyzer.getDefaultStopSet(), RomanianStemmer::new)
        .respelledBy(RomanianNormalizationFilter::new);
  }

  private static Language spanish() {
    return Language.of(SpanishAnalyzer.getDefaultStopSet(), SpanishLightStemFilter::new);
  }

  private static Language turkish() {
    return snowball(TurkishAnalyzer.getDefaultStopSet(), TurkishStemmer::new)
        .withLowerCase(TurkishLowerCaseFilter::new)
        .shortenedBy(ApostropheFilter::new)
        .withTurkishCase();
  }
}

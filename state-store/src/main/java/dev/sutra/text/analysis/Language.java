package dev.sutra.text.analysis;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.standard.StandardTokenizer;

/**
 * Analysis steps of a language: those of Lucene's analyzer, separated so that words are accessible
 * before stemming.
 *
 * @param tokenizer splits a text into words, mostly by UAX #29
 * @param lowerCase converts ASCII to lower case, with any other step that must come first
 * @param rewrite the language's filters before stemming
 * @param shortens whether these filters remove parts of a word (an article, a possessive);
 *     otherwise they normalize letters (umlauts), and stop words are compared in original spelling
 * @param stopWords words to omit
 * @param stopsLater whether {@code stem} removes the stop words
 * @param stem stems words
 * @param turkish whether I is the upper case of ı
 */
record Language(
    Supplier<Tokenizer> tokenizer,
    UnaryOperator<TokenStream> lowerCase,
    UnaryOperator<TokenStream> rewrite,
    boolean shortens,
    CharArraySet stopWords,
    boolean stopsLater,
    UnaryOperator<TokenStream> stem,
    boolean turkish) {

  /** A language with the standard tokenizer, lower case, stop words and stems. */
  static Language of(CharArraySet stopWords, UnaryOperator<TokenStream> stem) {
    return new Language(
        StandardTokenizer::new,
        LowerCaseFilter::new,
        UnaryOperator.identity(),
        false,
        folded(stopWords),
        false,
        stem,
        false);
  }

  Language withTokenizer(Supplier<Tokenizer> other) {
    return new Language(other, lowerCase, rewrite, shortens, stopWords, stopsLater, stem, turkish);
  }

  Language withLowerCase(UnaryOperator<TokenStream> other) {
    return new Language(tokenizer, other, rewrite, shortens, stopWords, stopsLater, stem, turkish);
  }

  Language shortenedBy(UnaryOperator<TokenStream> filter) {
    return new Language(tokenizer, lowerCase, filter, true, stopWords, stopsLater, stem, turkish);
  }

  Language respelledBy(UnaryOperator<TokenStream> filter) {
    return new Language(tokenizer, lowerCase, filter, false, stopWords, stopsLater, stem, turkish);
  }

  Language stoppingLater() {
    return new Language(tokenizer, lowerCase, rewrite, shortens, stopWords, true, stem, turkish);
  }

  Language withTurkishCase() {
    return new Language(tokenizer, lowerCase, rewrite, shortens, stopWords, stopsLater, stem, true);
  }

  /** Whether the words of an ASCII text are those of {@link AsciiWords}, each analyzed alone. */
  boolean isWordByWord() {
    return tokenizer.get() instanceof StandardTokenizer && !stopsLater && !turkish;
  }

  /** An analyzer for words as spelled in the index: not stemmed, including stop words. */
  Analyzer words() {
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        Tokenizer source = tokenizer.get();
        TokenStream lower = lowerCase.apply(source);
        return new TokenStreamComponents(source, shortens ? lower : rewrite.apply(lower));
      }
    };
  }

  private static CharArraySet folded(CharArraySet stopWords) {
    CharArraySet folded = new CharArraySet(stopWords.size(), false);
    for (Object word : stopWords) {
      folded.add(UnicodeFolding.fold(new String((char[]) word), false));
    }
    return CharArraySet.unmodifiableSet(folded);
  }
}

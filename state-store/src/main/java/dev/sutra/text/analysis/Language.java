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
 * How texts of a language become terms: the steps of Lucene's analyzer of that language, taken
 * apart so that words can be seen before they are stemmed.
 *
 * @param tokenizer cuts a text into words; by UAX #29 mostly
 * @param lowerCase folds the case of ASCII, and what else comes before all other steps
 * @param rewrite what the language's filters do to words before stems are made
 * @param shortens whether they cut off parts of a word (an article, a possessive); else they spell
 *     letters in one way (umlauts), and stop words are known by how they are written
 * @param stopWords words that are not terms
 * @param stopsLater whether {@code stem} leaves the stop words out
 * @param stem makes terms of words
 * @param turkish whether I is the capital letter of ı
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

  /** A language of words, lower case, stop words and stems. */
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

  /** Gives words as they are spelled in the index: whole, and neither stemmed nor left out. */
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

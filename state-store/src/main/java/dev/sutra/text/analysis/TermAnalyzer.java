package dev.sutra.text.analysis;

import java.io.IOException;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;

/** Lucene's analyzer of a language, in which words can be seen before they are stemmed. */
final class TermAnalyzer extends Analyzer {
  private final Language language;

  TermAnalyzer(Language language) {
    this.language = language;
  }

  @Override
  protected TokenStreamComponents createComponents(String field) {
    Tokenizer source = language.tokenizer().get();
    OriginalWord original = new OriginalWord(language.lowerCase().apply(source));
    WordFilter words = new WordFilter(language.rewrite().apply(original), original, language);
    return new TokenStreamComponents(source, new TermStream(language.stem().apply(words), words));
  }

  /** The terms of a text, with access to the words that they come from. */
  static final class TermStream extends TokenFilter {
    private final WordFilter words;

    private TermStream(TokenStream stems, WordFilter words) {
      super(stems);
      this.words = words;
    }

    WordFilter words() {
      return words;
    }

    @Override
    public boolean incrementToken() throws IOException {
      return input.incrementToken();
    }
  }
}

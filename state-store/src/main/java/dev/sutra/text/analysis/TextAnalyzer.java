package dev.sutra.text.analysis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Converts text to terms: folds Unicode ({@link UnicodeFolding}), splits words by UAX #29, and
 * applies the steps of one of Lucene's analyzers, selected by name. Accents are significant, except
 * in Greek, for German umlauts, and where the steps for Arabic, Hindi, Romanian and the light
 * stemmers of Romance languages ignore them.
 *
 * <p>A term is 1 to {@value TermBytes#MAX} bytes of UTF-8; longer ones are truncated, both in the
 * index and in queries. At most {@value #TOKENS_MAX} tokens of a text are indexed, more than a text
 * of the maximum size contains. Thread-safe.
 */
public final class TextAnalyzer {
  /** The default analyzer: English stop words and stems. */
  public static final String DEFAULT_NAME = "english";

  /**
   * Version of the terms and words of a text. When a store with an older version is opened, its
   * texts are analyzed again. Version 1 had stems only and did not fold Unicode.
   */
  public static final int VERSION = 2;

  public static final int TOKENS_MAX = 64 * 1024;

  // Shared by the analyzers of all stores.
  private static final Map<String, WordMemo> MEMOS = new ConcurrentHashMap<>();
  private static final String FIELD = "text";
  private static final int NO_POSITION = -2;

  private final String name;
  private final boolean turkish;
  private final Analyzer terms;
  private final Analyzer words;
  // Null if the terms of an ASCII text are not those of its words one by one.
  private final @Nullable WordMemo memo;

  private TextAnalyzer(String name, Language language) {
    this.name = name;
    this.turkish = language.turkish();
    this.terms = new TermAnalyzer(language);
    this.words = language.words();
    this.memo = language.isWordByWord() ? MEMOS.computeIfAbsent(name, _ -> new WordMemo()) : null;
  }

  /**
   * Returns the analyzer of this name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public static TextAnalyzer named(String name) {
    Supplier<Language> language = Languages.BY_NAME.get(name);
    if (language == null) {
      throw new IllegalArgumentException(
          "analyzer is \"" + name + "\"; known are " + String.join(", ", names()));
    }
    return new TextAnalyzer(name, language.get());
  }

  /** All names, sorted. */
  public static Set<String> names() {
    return Collections.unmodifiableSet(Languages.BY_NAME.keySet());
  }

  public String name() {
    return name;
  }

  /**
   * Passes each term of a text to the consumer, which must not call the analyzer.
   *
   * @return the number of terms
   */
  public int analyze(String text, TokenConsumer consumer) {
    return run(text, consumer, null, null);
  }

  /** As {@link #analyze}, and reports the omitted stop words in lower case. */
  public int analyze(String text, TokenConsumer consumer, Consumer<String> ignored) {
    return run(text, consumer, null, ignored);
  }

  /**
   * As {@link #analyze}, and also passes on the words that are not their own stems; see {@link
   * WordTerms}.
   *
   * @return number of terms, without these words
   */
  public int index(String text, TokenConsumer consumer) {
    return run(text, consumer, consumer, null);
  }

  /**
   * Whether {@link #word} can replace {@link #index} for ASCII texts: the terms of such a text are
   * those of its {@link AsciiWords}, at the positions of these.
   */
  public boolean isWordByWord() {
    return memo != null;
  }

  /**
   * Returns the terms of the current word of an ASCII text.
   *
   * @throws IllegalStateException if the analyzer is not word by word
   */
  public AnalyzedWord word(AsciiWords words) {
    if (memo == null) {
      throw new IllegalStateException("analyzer " + name + " does not analyze word by word");
    }
    return memo.get(words, this::analyzeWord);
  }

  /** Receives the places of the words of a text, one after the other. */
  @FunctionalInterface
  public interface PlaceConsumer {
    /**
     * Receives a word.
     *
     * @param term the word or what is searched for it
     * @param from where it begins in the text, UTF-16 code units
     * @param to where it ends, exclusive
     */
    void word(String term, int from, int to);
  }

  /** Passes on the terms of a text with their places, at most {@value #TOKENS_MAX}. */
  public void places(String text, PlaceConsumer consumer) {
    places(text, terms, consumer);
  }

  /** Passes on the words of a text as they are spelled, with their places. */
  public void wordPlaces(String text, PlaceConsumer consumer) {
    places(text, words, consumer);
  }

  private void places(String text, Analyzer analyzer, PlaceConsumer consumer) {
    FoldedText folded = new FoldedText(text, turkish);
    try (TokenStream stream = analyzer.tokenStream(FIELD, folded.toString())) {
      CharTermAttribute term = stream.getAttribute(CharTermAttribute.class);
      OffsetAttribute offsets = stream.getAttribute(OffsetAttribute.class);
      stream.reset();
      int tokens = 0;
      while (tokens < TOKENS_MAX && stream.incrementToken()) {
        if (!term.isEmpty() && offsets.endOffset() > offsets.startOffset()) {
          consumer.word(
              WordTerms.stem(term.toString()),
              folded.start(offsets.startOffset()),
              folded.end(offsets.endOffset() - 1));
          tokens++;
        }
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The term of a text that has exactly one; null for any other text. */
  public @Nullable String term(String text) {
    List<String> found = new ArrayList<>(1);
    analyze(
        text,
        (bytes, offset, length, position) ->
            found.add(new String(bytes, offset, length, StandardCharsets.UTF_8)));
    return found.size() == 1 ? found.getFirst() : null;
  }

  /**
   * Parses the prefix of a word, or of several words with symbols between them; null if it has no
   * word.
   */
  public @Nullable WordPrefix beginning(String text) {
    String folded = UnicodeFolding.fold(text, turkish);
    List<String> found = new ArrayList<>();
    int end = 0;
    try (TokenStream stream = words.tokenStream(FIELD, folded)) {
      CharTermAttribute term = stream.getAttribute(CharTermAttribute.class);
      OffsetAttribute offsets = stream.getAttribute(OffsetAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        found.add(term.toString());
        end = offsets.endOffset();
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found.isEmpty() ? null : new WordPrefix(found, folded.substring(end));
  }

  private AnalyzedWord analyzeWord(byte[] word) {
    List<byte[]> all = new ArrayList<>();
    int stems =
        index(
            new String(word, StandardCharsets.US_ASCII),
            (bytes, offset, length, position) ->
                all.add(Arrays.copyOfRange(bytes, offset, offset + length)));
    return new AnalyzedWord(word, stems, all);
  }

  private int run(
      String text,
      TokenConsumer consumer,
      @Nullable TokenConsumer wordConsumer,
      @Nullable Consumer<String> ignored) {
    String folded = UnicodeFolding.fold(text, turkish);
    try (TermAnalyzer.TermStream stream =
        (TermAnalyzer.TermStream) terms.tokenStream(FIELD, folded)) {
      TermToBytesRefAttribute term = stream.getAttribute(TermToBytesRefAttribute.class);
      CharTermAttribute characters = stream.getAttribute(CharTermAttribute.class);
      PositionIncrementAttribute increment = stream.getAttribute(PositionIncrementAttribute.class);
      WordFilter seen = stream.words();
      seen.setIgnored(ignored);
      stream.reset();
      int tokens = 0;
      int position = -1;
      while (tokens < TOKENS_MAX && stream.incrementToken()) {
        position += increment.getPositionIncrement();
        if (wordConsumer != null) {
          seen.drain(characters, position, wordConsumer);
        }
        BytesRef bytes = term.getBytesRef();
        if (bytes.length > 0) {
          int length =
              TermBytes.truncatedLength(bytes.bytes, bytes.offset, bytes.length, TermBytes.MAX);
          consumer.token(bytes.bytes, bytes.offset, length, Math.max(position, 0));
          tokens++;
        }
      }
      if (wordConsumer != null) {
        seen.drain(characters, NO_POSITION, wordConsumer);
      }
      stream.end();
      return tokens;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

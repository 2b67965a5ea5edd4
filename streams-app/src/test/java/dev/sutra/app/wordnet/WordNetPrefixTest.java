package dev.sutra.app.wordnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.record.LiveDocuments;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.buffer.TextBuffer;
import dev.sutra.text.query.CorpusStatistics;
import dev.sutra.text.query.QueryTree;
import dev.sutra.text.query.SourceView;
import dev.sutra.text.query.TextQuery;
import dev.sutra.text.query.TextQueryParser;
import dev.sutra.text.query.TextSearcher;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Prefixes over all texts of WordNet, against a plain scan of their words. */
class WordNetPrefixTest {
  private static final int PREFIXES = 400;
  private static final LiveDocuments ALL_LIVE =
      new LiveDocuments() {
        @Override
        public boolean isLive(int document) {
          return true;
        }

        @Override
        public boolean allLive() {
          return true;
        }
      };

  private static final TextAnalyzer ANALYZER = TextAnalyzer.named("english");
  private static final TextBuffer TEXTS = new TextBuffer(ANALYZER);
  private static final Map<String, List<Integer>> WORDS = new TreeMap<>();
  private static final Map<String, List<Integer>> STEMS = new TreeMap<>();

  @BeforeAll
  static void readWordNet() throws IOException {
    for (Synset synset : WordNet.load().synsets()) {
      int document = TEXTS.documents();
      TEXTS.add(document, synset.text());
      for (String word : words(synset.text())) {
        WORDS.computeIfAbsent(word, missing -> new ArrayList<>()).add(document);
      }
      ANALYZER.analyze(
          synset.text(),
          (bytes, offset, length, position) ->
              STEMS
                  .computeIfAbsent(
                      new String(bytes, offset, length, StandardCharsets.UTF_8),
                      missing -> new ArrayList<>())
                  .add(document));
    }
  }

  @Test
  void aPrefixFindsTheTextsWithAWordOrAStemThatBeginsSo() {
    Random random = new Random(8);
    List<String> words = List.copyOf(WORDS.keySet());
    int asked = 0;
    while (asked < PREFIXES) {
      String word = words.get(random.nextInt(words.size()));
      int length = 2 + random.nextInt(word.length());
      // One whole word in four, as a beginning.
      String prefix = length >= word.length() ? word : word.substring(0, length);
      if (!Character.isLetterOrDigit(prefix.codePointBefore(prefix.length()))) {
        continue;
      }
      BitSet expected = beginning(WORDS, prefix);
      BitSet found = find(prefix + "*");
      BitSet missed = (BitSet) expected.clone();
      missed.andNot(found);
      assertTrue(missed.isEmpty(), () -> prefix + "* misses " + missed);
      expected.or(beginning(STEMS, prefix));
      assertEquals(expected, found, prefix);
      asked++;
    }
  }

  @Test
  void wordsThatAreNotTheirOwnStemsAreFound() {
    for (String word : List.of("puppy", "happy", "database", "quickly", "the", "these", "of")) {
      BitSet missed = beginning(WORDS, word);
      assertTrue(missed.cardinality() > 0, word);
      missed.andNot(find(word + "*"));
      assertTrue(missed.isEmpty(), word);
    }
  }

  private static BitSet beginning(Map<String, List<Integer>> terms, String prefix) {
    BitSet documents = new BitSet();
    terms.forEach(
        (term, holding) -> {
          if (term.startsWith(prefix)) {
            holding.forEach(documents::set);
          }
        });
    return documents;
  }

  private static BitSet find(String text) {
    QueryTree query = QueryTree.of(TextQueryParser.parse(text, ANALYZER, TextQuery.Mode.OR));
    List<SourceView> sources = List.of(new SourceView(TEXTS, ALL_LIVE));
    CorpusStatistics statistics =
        CorpusStatistics.gather(query, sources, ANALYZER, TEXTS.documents(), 1);
    BitSet found = new BitSet();
    TextSearcher.search(
            sources,
            query,
            statistics,
            (sourceA, documentA, sourceB, documentB) -> Integer.compare(documentA, documentB),
            TextSearcher.LIMIT_MAX)
        .forEach(hit -> found.set(hit.document()));
    return found;
  }

  private static List<String> words(String text) throws IOException {
    List<String> words = new ArrayList<>();
    try (StandardTokenizer tokenizer = new StandardTokenizer()) {
      tokenizer.setReader(new StringReader(text.toLowerCase(Locale.ROOT)));
      CharTermAttribute term = tokenizer.getAttribute(CharTermAttribute.class);
      tokenizer.reset();
      while (tokenizer.incrementToken()) {
        words.add(term.toString());
      }
      tokenizer.end();
    }
    return words;
  }
}

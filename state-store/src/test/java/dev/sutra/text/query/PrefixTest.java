package dev.sutra.text.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.text.TextFixtures;
import dev.sutra.text.analysis.AnalysisFixtures;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.score.TextSource;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.core.LetterTokenizer;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A prefix finds every text that has a word with it: compared with a plain scan of the texts. */
class PrefixTest {
  private static Iterable<String> names() {
    return TextAnalyzer.names();
  }

  @ParameterizedTest
  @CsvSource({
    "puppy*, a puppy sleeps",
    "happy*, so happy!",
    "database*, two databases",
    "quickly*, go QUICKLY",
    "the*, the end",
    "1.2*, version 1.2.3",
    "192.168*, at 192.168.1.1",
    "192.168.*, at 192.168.1.1",
    "node.j*, uses node.js here",
    "bob.smith@example.c*, to bob.smith@example.com today",
    "e-m*, write an e-mail",
    "caf\u00e9*, two cafe\u0301s",
    "cafe\u0301*, two caf\u00e9s",
    "foo_b*, foo_bar()",
    "C++*, in C++ and Rust",
    "don't*, I don\u2019t know",
    "hou*, houses"
  })
  void thePrefixFindsTheText(String query, String text) throws IOException {
    assertEquals(Set.of(0), found("english", List.of(text, "something else"), query));
  }

  @ParameterizedTest
  @CsvSource({
    "192.168.1.*, at 192.168.10.1",
    "node.j*, node js",
    "happiness*, so happy",
    "1.2*, 1.3 or 2",
    "bob.smith@example.c*, bob.smith wrote an example.com",
    "example.c*, an example in c"
  })
  void thePrefixDoesNotFindTheText(String query, String text) throws IOException {
    assertEquals(Set.of(), found("english", List.of(text), query));
  }

  @Test
  void aPrefixOfMoreWordsThanAnyBoundFindsAll() throws IOException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      texts.add("w" + i);
    }
    assertEquals(5_000, found("english", texts, "w*").size());
  }

  @ParameterizedTest
  @MethodSource("names")
  void aPrefixFindsEveryTextThatHasAWordWithIt(String analyzer) throws IOException {
    Random random =
        TextFixtures.random("aPrefixFindsEveryTextThatHasAWordWithIt", analyzer.hashCode());
    List<String> texts = texts(random);
    List<String> folded = texts.stream().map(text -> fold(analyzer, text)).toList();
    TextSource buffer = TextFixtures.buffer(TextAnalyzer.named(analyzer), texts);
    TextSource index = TextFixtures.index(TextAnalyzer.named(analyzer), texts);
    int asked = 0;
    for (int i = 0; i < 600; i++) {
      String word = pick(random, pick(random, texts).split(" "));
      if (word.isEmpty()) {
        continue;
      }
      int end =
          word.offsetByCodePoints(0, 1 + random.nextInt(word.codePointCount(0, word.length())));
      String beginning = word.substring(0, end);
      List<TextQuery.Clause> clauses =
          TextQueryParser.parse(beginning + "*", TextAnalyzer.named(analyzer), TextQuery.Mode.OR)
              .clauses();
      if (clauses.size() != 1 || !(clauses.getFirst() instanceof TextQuery.Prefix prefix)) {
        // It has no word, or a star within.
        continue;
      }
      asked++;
      BitSet scanned = scan(analyzer, folded, fold(analyzer, beginning));
      BitSet found = PrefixDocuments.find(index, prefix);
      assertEquals(found, PrefixDocuments.find(buffer, prefix), beginning);
      BitSet missed = (BitSet) scanned.clone();
      missed.andNot(found);
      assertTrue(
          missed.isEmpty(), () -> beginning + "* does not find " + texts.get(missed.nextSetBit(0)));
    }
    assertTrue(asked > 300, "asked " + asked);
  }

  /** Texts in which the folded beginning stands where a word begins. */
  private static BitSet scan(String analyzer, List<String> folded, String beginning)
      throws IOException {
    // Signs before its first word are no part of it.
    List<Integer> starts = wordStarts(analyzer, beginning);
    String words = beginning.substring(starts.getFirst());
    BitSet found = new BitSet();
    for (int i = 0; i < folded.size(); i++) {
      for (int start : wordStarts(analyzer, folded.get(i))) {
        if (folded.get(i).startsWith(words, start)) {
          found.set(i);
        }
      }
    }
    return found;
  }

  private static List<Integer> wordStarts(String analyzer, String text) throws IOException {
    List<Integer> starts = new ArrayList<>();
    try (Tokenizer tokenizer =
        analyzer.equals("simple") ? new LetterTokenizer() : new StandardTokenizer()) {
      tokenizer.setReader(new StringReader(text));
      OffsetAttribute offsets = tokenizer.getAttribute(OffsetAttribute.class);
      tokenizer.reset();
      while (tokenizer.incrementToken()) {
        starts.add(offsets.startOffset());
      }
      tokenizer.end();
    }
    return starts;
  }

  private static String fold(String analyzer, String text) {
    boolean turkish = analyzer.equals("turkish");
    String lower = turkish ? text.toLowerCase(Locale.forLanguageTag("tr")) : text;
    String folded = AnalysisFixtures.fold(lower, turkish);
    return turkish ? folded : folded.toLowerCase(Locale.ROOT).replace('ς', 'σ');
  }

  private static Set<Integer> found(String analyzer, List<String> texts, String query)
      throws IOException {
    SearchModel model = new SearchModel(TextAnalyzer.named(analyzer));
    List<String> ids = new ArrayList<>();
    BitSet live = new BitSet();
    for (int i = 0; i < texts.size(); i++) {
      ids.add(String.format(Locale.ROOT, "%06d", i));
      live.set(i);
    }
    model.addSource(texts, ids, true, live);
    QueryTree parsed =
        QueryTree.of(TextQueryParser.parse(query, TextAnalyzer.named(analyzer), TextQuery.Mode.OR));
    Set<Integer> found = new TreeSet<>();
    model.search(parsed, 100_000).forEach(hit -> found.add(hit.document()));
    return found;
  }

  /** Identifiers, versions, addresses, names and words of all languages here. */
  private static List<String> texts(Random random) {
    String[] words = AnalysisFixtures.TEXT.split("[ \n]", -1);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = 2 + random.nextInt(8); n > 0; n--) {
        text.append(random.nextInt(3) == 0 ? pick(random, words) : made(random)).append(' ');
      }
      texts.add(text.toString());
    }
    return texts;
  }

  private static String made(Random random) {
    String[] parts = {
      "bob", "Smith", "node", "js", "api", "v2", "10", "1", "255", "x86", "café", "e", "ID"
    };
    String[] signs = {".", "-", "_", "@", ":", "/", "+", "'", "’", ",", "#", "\u00ad", ". "};
    StringBuilder made = new StringBuilder();
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      made.append(pick(random, parts));
      if (n > 1 || random.nextInt(6) == 0) {
        made.append(pick(random, signs));
      }
    }
    return made.toString();
  }

  private static String pick(Random random, String[] from) {
    return from[random.nextInt(from.length)];
  }

  private static String pick(Random random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}

package dev.sutra.text.index;

import static dev.sutra.text.TextFixtures.identity;
import static dev.sutra.text.TextFixtures.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Problems;
import dev.sutra.io.Section;
import dev.sutra.text.MemoryStorage;
import dev.sutra.text.TextFixtures;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.query.CorpusStatistics;
import dev.sutra.text.query.QueryTree;
import dev.sutra.text.query.SourceView;
import dev.sutra.text.query.TextQuery;
import dev.sutra.text.query.TextQueryParser;
import dev.sutra.text.query.TextSearcher;
import dev.sutra.text.score.Postings;
import dev.sutra.text.score.TermIterator;
import dev.sutra.text.score.TextHit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Damage that checksums do not show, as a defect of the writer would make it. */
@Timeout(120)
class TextIndexCorruptionTest {
  private final TextAnalyzer analyzer = TextAnalyzer.named("standard");

  @Test
  void anyDamagedByteIsHarmlessOrFound() throws Exception {
    Random random = random("anyDamagedByteIsHarmlessOrFound", 1);
    List<String> texts = new ArrayList<>(TextFixtures.texts(random, 40, 4, 40));
    for (int i = 0; i < 300; i++) {
      texts.add("all");
    }
    byte[] bytes = TextFixtures.bytes(TextFixtures.index(analyzer, texts).layout().section());
    int found = 0;
    for (int at = 0; at < bytes.length; at++) {
      byte good = bytes[at];
      for (int flip : new int[] {0x01, 0x40, 0x80, 0xff}) {
        bytes[at] = (byte) (good ^ flip);
        try {
          useAll(section(bytes), texts.size());
        } catch (CorruptFileException e) {
          found++;
        }
      }
      bytes[at] = good;
    }
    assertTrue(found > bytes.length, "found " + found + " for " + bytes.length + " bytes");
  }

  @Test
  void anyCutIsFoundAtOpen() throws Exception {
    byte[] bytes =
        TextFixtures.bytes(
            TextFixtures.index(analyzer, List.of("red fish", "blue fish")).layout().section());
    for (int length = 0; length < bytes.length; length++) {
      Section cut = section(java.util.Arrays.copyOf(bytes, length));
      assertThrows(CorruptFileException.class, () -> TextIndex.open(cut), "length " + length);
    }
  }

  /** What the check lets pass must not change any answer. */
  @Test
  void checkFindsAnyDamageThatChangesAnAnswer() throws Exception {
    Random random = random("checkFindsAnyDamageThatChangesAnAnswer", 2);
    List<String> texts = new ArrayList<>(TextFixtures.texts(random, 30, 4, 40));
    for (int i = 0; i < 280; i++) {
      texts.add(i % 7 == 0 ? "all or all" : "all " + "of ".repeat(i % 5));
    }
    TextIndex good = TextFixtures.index(analyzer, texts);
    List<List<TextHit>> expected = answers(good);
    byte[] bytes = TextFixtures.bytes(good.layout().section());
    int found = 0;
    for (int at = 0; at < bytes.length; at++) {
      byte before = bytes[at];
      for (int flip : new int[] {0x01, 0xff}) {
        bytes[at] = (byte) (before ^ flip);
        if (isFound(section(bytes), texts)) {
          found++;
        } else {
          assertEquals(expected, answers(TextIndex.open(section(bytes))), "byte " + at);
        }
      }
      bytes[at] = before;
    }
    assertTrue(found > bytes.length, "found " + found + " for " + bytes.length + " bytes");
  }

  private boolean isFound(Section section, List<String> texts) {
    Problems problems = new Problems();
    try {
      TextIndexCheck check = new TextIndexCheck(TextIndex.open(section), analyzer, texts.size());
      for (int document = 0; document < texts.size(); document++) {
        check.add(document, texts.get(document));
      }
      check.finish("damaged", problems);
    } catch (CorruptFileException e) {
      return true;
    }
    return problems.count() > 0;
  }

  private List<List<TextHit>> answers(TextIndex index) {
    List<List<TextHit>> answers = new ArrayList<>();
    List<SourceView> views = List.of(new SourceView(index, TextFixtures.below(index.documents())));
    for (String text : List.of("all", "of", "all of", "v va", "v* all", "\"all or\" vb")) {
      for (TextQuery.Mode mode : TextQuery.Mode.values()) {
        QueryTree query = QueryTree.of(TextQueryParser.parse(text, analyzer, mode));
        CorpusStatistics statistics =
            CorpusStatistics.gather(
                query, views, analyzer, index.totals().texts(), index.totals().tokens());
        answers.add(
            TextSearcher.search(
                views, query, statistics, (a, b, c, d) -> Integer.compare(b, d), 5));
      }
    }
    return answers;
  }

  private static Section section(byte[] bytes) throws IOException {
    return TextFixtures.section(
        new MemoryStorage(), "damaged", out -> out.writeBytes(bytes, 0, bytes.length));
  }

  private void useAll(Section section, int documents) throws IOException {
    TextIndex index = TextIndex.open(section);
    TermIterator terms = index.terms(new byte[0]);
    while (terms.next()) {
      Postings postings = terms.postings();
      while (postings.advance(postings.document() + 1) != Postings.NO_MORE) {
        postings.positions();
        index.lengthOf(postings.document());
      }
    }
    SourceView view = new SourceView(index, TextFixtures.below(documents));
    for (TextQuery.Mode mode : TextQuery.Mode.values()) {
      for (String text : List.of("all", "v va", "v* all", "\"v va\" vb", "zz")) {
        QueryTree query = QueryTree.of(TextQueryParser.parse(text, analyzer, mode));
        List<SourceView> views = List.of(view);
        CorpusStatistics statistics =
            CorpusStatistics.gather(query, views, analyzer, documents, 2000);
        TextSearcher.search(views, query, statistics, (a, b, c, d) -> Integer.compare(b, d), 5);
      }
    }
    if (index.documents() == documents) {
      TextFixtures.index(
          out ->
              TextIndexMerger.merge(List.of(index), List.of(identity(documents)), documents, out));
    }
  }
}

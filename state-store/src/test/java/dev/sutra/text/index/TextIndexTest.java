package dev.sutra.text.index;

import static dev.sutra.text.TextFixtures.KIND;
import static dev.sutra.text.TextFixtures.buffer;
import static dev.sutra.text.TextFixtures.dump;
import static dev.sutra.text.TextFixtures.expected;
import static dev.sutra.text.TextFixtures.identity;
import static dev.sutra.text.TextFixtures.index;
import static dev.sutra.text.TextFixtures.numbered;
import static dev.sutra.text.TextFixtures.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sutra.io.FileSystemStorage;
import dev.sutra.io.SectionedFile;
import dev.sutra.io.SectionedFileWriter;
import dev.sutra.text.TextFixtures;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.buffer.TextBuffer;
import dev.sutra.text.score.Postings;
import dev.sutra.text.score.TermIterator;
import dev.sutra.text.score.TextSource;
import dev.sutra.text.score.TextTotals;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextIndexTest {
  private final TextAnalyzer analyzer = TextAnalyzer.named("standard");

  @Test
  void readsBackFromAMappedFile(@TempDir Path directory) throws Exception {
    Random random = random("readsBackFromAMappedFile", 1);
    List<String> texts = TextFixtures.texts(random, 3000, 30, 8000);
    TextBuffer buffer = buffer(analyzer, texts);
    try (FileSystemStorage storage = FileSystemStorage.open(directory)) {
      try (SectionedFileWriter writer = SectionedFileWriter.create(storage, "a")) {
        buffer.writeTo(writer.begin(KIND), identity(texts.size()), texts.size());
        writer.finish();
      }
      try (SectionedFile file = SectionedFile.open(storage, "a")) {
        TextIndex index = TextIndex.open(file.requiredSection(KIND));
        assertEquals(expected(analyzer, numbered(texts)), dump(index));
      }
    }
  }

  @Test
  void holdsWhatTheTextsSay() throws Exception {
    int[] vocabularies = {1, 5, 40, 2000, 50_000};
    for (int i = 0; i < vocabularies.length; i++) {
      Random random = random("holdsWhatTheTextsSay", i);
      List<String> texts =
          TextFixtures.texts(random, 1 + random.nextInt(2000), 50, vocabularies[i]);
      TextIndex index = index(analyzer, texts);
      SortedMap<String, SortedMap<Integer, List<Integer>>> expected =
          expected(analyzer, numbered(texts));
      assertEquals(expected, dump(index));
      assertEquals(expected.size(), index.termCount());
      long total = 0;
      int withText = 0;
      TextBuffer buffer = buffer(analyzer, texts);
      for (int document = 0; document < texts.size(); document++) {
        assertEquals(buffer.lengthOf(document), index.lengthOf(document));
        total += index.lengthOf(document);
        withText += index.lengthOf(document) > 0 ? 1 : 0;
      }
      assertEquals(new TextTotals(withText, total), index.totals());
    }
  }

  @Test
  void findsEachTermAndNoOther() throws Exception {
    List<String> texts = TextFixtures.texts(random("findsEachTermAndNoOther", 3), 800, 40, 9000);
    TextIndex index = index(analyzer, texts);
    expected(analyzer, numbered(texts))
        .forEach(
            (term, documents) -> {
              Postings postings =
                  TextFixtures.postings(index, term.getBytes(StandardCharsets.UTF_8));
              assertNotNull(postings, term);
              assertEquals(documents.size(), postings.documentFrequency(), term);
              assertNull(
                  TextFixtures.postings(index, (term + "\u0001").getBytes(StandardCharsets.UTF_8)));
            });
    assertNull(TextFixtures.postings(index, new byte[] {0}));
    assertNull(TextFixtures.postings(index, new byte[] {-1}));
    assertNull(TextFixtures.postings(index, new byte[0]));
  }

  @Test
  void walksThePrefixOnly() throws Exception {
    List<String> texts = TextFixtures.texts(random("walksThePrefixOnly", 4), 500, 40, 9000);
    TextIndex index = index(analyzer, texts);
    TextBuffer buffer = buffer(analyzer, texts);
    NavigableMap<String, ?> all = new TreeMap<>(expected(analyzer, numbered(texts)));
    for (String prefix : List.of("", "v", "va", "vд", "vz中", "w", "a", "vab", "vabcd")) {
      List<String> found = all.keySet().stream().filter(term -> term.startsWith(prefix)).toList();
      assertEquals(found, terms(index, prefix), prefix);
      assertEquals(found, terms(buffer, prefix), prefix);
    }
  }

  private static List<String> terms(TextSource source, String prefix) {
    List<String> found = new ArrayList<>();
    TermIterator terms = source.terms(prefix.getBytes(StandardCharsets.UTF_8));
    while (terms.next()) {
      found.add(new String(terms.bytes(), 0, terms.length(), StandardCharsets.UTF_8));
    }
    return found;
  }

  @Test
  void advanceSkipsToTheFirstDocumentNotBefore() throws Exception {
    Random random = random("advanceSkipsToTheFirstDocumentNotBefore", 5);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      texts.add(random.nextInt(4) == 0 ? "red fish red" : "blue");
    }
    TextIndex index = index(analyzer, texts);
    TextBuffer buffer = buffer(analyzer, texts);
    for (int step : new int[] {1, 3, 100, 600, 5000, 30_000}) {
      for (TextSource source : List.of(index, buffer)) {
        Postings postings = TextFixtures.postings(source, "red".getBytes(StandardCharsets.UTF_8));
        assertNotNull(postings);
        int target = random.nextInt(step);
        while (true) {
          int wanted = target;
          while (wanted < texts.size() && texts.get(wanted).equals("blue")) {
            wanted++;
          }
          int found = postings.advance(target);
          if (wanted >= texts.size()) {
            assertEquals(Postings.NO_MORE, found);
            break;
          }
          assertEquals(wanted, found);
          if (random.nextBoolean()) {
            assertEquals(List.of(0, 2), TextFixtures.positions(postings));
          }
          target = found + 1 + random.nextInt(step);
        }
      }
    }
  }

  @Test
  void lengthsOfAnySizeAreExact() throws Exception {
    List<String> texts =
        List.of("", "red", "red ".repeat(255), "red ".repeat(256), "red ".repeat(40_000), "fish");
    for (int count = 1; count <= texts.size(); count++) {
      TextIndex index = index(analyzer, texts.subList(0, count));
      int[] lengths = {0, 1, 255, 256, 40_000, 1};
      for (int document = 0; document < count; document++) {
        assertEquals(lengths[document], index.lengthOf(document));
      }
    }
  }

  @Test
  void indexWithoutTextOrDocumentsIsValid() throws Exception {
    TextIndex empty = index(analyzer, List.of());
    assertEquals(0, empty.documents());
    TextIndex blank = index(analyzer, List.of("", "", ""));
    assertEquals(3, blank.documents());
    assertEquals(0, blank.lengthOf(2));
    assertNull(TextFixtures.postings(blank, "red".getBytes(StandardCharsets.UTF_8)));
    assertEquals(0, dump(blank).size());
    assertThrows(IndexOutOfBoundsException.class, () -> blank.lengthOf(3));
  }
}

package dev.sutra.text.buffer;

import static dev.sutra.text.TextFixtures.below;
import static dev.sutra.text.TextFixtures.buffer;
import static dev.sutra.text.TextFixtures.dump;
import static dev.sutra.text.TextFixtures.expected;
import static dev.sutra.text.TextFixtures.index;
import static dev.sutra.text.TextFixtures.numbered;
import static dev.sutra.text.TextFixtures.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.text.TextFixtures;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.index.TextIndex;
import dev.sutra.text.query.SourceView;
import dev.sutra.text.score.Postings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TextBufferTest {
  private final TextAnalyzer analyzer = TextAnalyzer.named("standard");

  @Test
  void holdsWhatTheTextsSay() {
    for (long seed = 0; seed < 8; seed++) {
      Random random = random("holdsWhatTheTextsSay", seed);
      int vocabulary = seed % 2 == 0 ? 30 : 20_000;
      List<String> texts = TextFixtures.texts(random, 1500, 60, vocabulary);
      TextBuffer buffer = buffer(analyzer, texts);
      assertEquals(expected(analyzer, numbered(texts)), dump(buffer));
      for (int i = 0; i < texts.size(); i++) {
        int length = analyzer.analyze(texts.get(i), (bytes, offset, bytesLength, position) -> {});
        assertEquals(length, buffer.lengthOf(i));
      }
      assertEquals(texts.size(), buffer.documents());
    }
  }

  @Test
  void numbersMayBeLeftOut() {
    TextBuffer buffer = new TextBuffer(analyzer);
    assertEquals(2, buffer.add(5, "red fish"));
    assertEquals(0, buffer.add(6, ""));
    assertEquals(1, buffer.add(100_000, "fish"));
    assertEquals(
        Map.of("red", Map.of(5, List.of(0)), "fish", Map.of(5, List.of(1), 100_000, List.of(0))),
        dump(buffer));
    assertEquals(0, buffer.lengthOf(4));
    assertEquals(0, buffer.lengthOf(6));
    assertEquals(0, buffer.lengthOf(1_000_000));
    assertEquals(100_001, buffer.documents());
  }

  @Test
  void numberThatDoesNotAscendIsRefused() {
    TextBuffer buffer = new TextBuffer(analyzer);
    buffer.add(5, "red");
    assertThrows(IllegalArgumentException.class, () -> buffer.add(5, "fish"));
    assertThrows(IllegalArgumentException.class, () -> buffer.add(-1, "fish"));
  }

  @Test
  void unknownTermHasNoPostings() {
    TextBuffer buffer = buffer(analyzer, List.of("red fish"));
    assertNull(TextFixtures.postings(buffer, "blue".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void heapGrowsWithTheTexts() {
    TextBuffer buffer = new TextBuffer(analyzer);
    long empty = buffer.bytes();
    for (int i = 0; i < 20_000; i++) {
      buffer.add(i, "word" + i + " common");
    }
    // A term of its own takes its record, its bytes and a slice: well over 32 bytes.
    assertTrue(buffer.bytes() - empty > 32 * 20_000, "bytes " + buffer.bytes());
    assertTrue(empty < 200_000, "bytes " + empty);
  }

  @Test
  void flushRenumbersAndLeavesOut() throws Exception {
    for (long seed = 0; seed < 6; seed++) {
      Random random = random("flushRenumbersAndLeavesOut", seed);
      List<String> texts = TextFixtures.texts(random, 700, 40, seed % 2 == 0 ? 20 : 5000);
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < texts.size(); i++) {
        order.add(i);
      }
      java.util.Collections.shuffle(order, random);
      int[] ordinals = new int[texts.size()];
      java.util.Arrays.fill(ordinals, -1);
      Map<Integer, String> kept = new TreeMap<>();
      int count = random.nextInt(texts.size());
      for (int ordinal = 0; ordinal < count; ordinal++) {
        ordinals[order.get(ordinal)] = ordinal;
        kept.put(ordinal, texts.get(order.get(ordinal)));
      }
      TextBuffer buffer = buffer(analyzer, texts);
      TextIndex index = index(out -> buffer.writeTo(out, ordinals, count));
      assertEquals(count, index.documents());
      assertEquals(expected(analyzer, kept), dump(index));
    }
  }

  @Test
  void flushRefusesNumbersThatDoNotFit() {
    TextBuffer buffer = buffer(analyzer, List.of("red", "red"));
    assertThrows(
        IllegalArgumentException.class,
        () -> index(out -> buffer.writeTo(out, new int[] {0, 2}, 2)));
    assertThrows(
        IllegalArgumentException.class,
        () -> index(out -> buffer.writeTo(out, new int[] {1, 1}, 2)));
  }

  /** Every reader must find each document it knows of in full, and its own growing prefix only. */
  @Test
  void readersSeeAWholePrefixWhileTheWriterAdds() throws Exception {
    Random random = random("readersSeeAWholePrefixWhileTheWriterAdds", 42);
    List<String> texts = TextFixtures.texts(random, 12_000, 12, 3000);
    SortedMap<String, SortedMap<Integer, List<Integer>>> all = expected(analyzer, numbered(texts));
    TextBuffer buffer = new TextBuffer(analyzer);
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<Integer>> readers = new ArrayList<>();
      for (int reader = 0; reader < 2; reader++) {
        readers.add(threads.submit(() -> readUntilFull(buffer, texts, all)));
      }
      Future<?> writer =
          threads.submit(
              () -> {
                for (int i = 0; i < texts.size(); i++) {
                  buffer.add(i, texts.get(i));
                }
              });
      writer.get();
      for (Future<Integer> reader : readers) {
        assertTrue(reader.get() > 0);
      }
    }
    assertEquals(all, dump(buffer));
  }

  private int readUntilFull(
      TextBuffer buffer,
      List<String> texts,
      SortedMap<String, SortedMap<Integer, List<Integer>>> all) {
    int rounds = 0;
    int bound;
    do {
      bound = buffer.documents();
      if (bound > 0) {
        // The newest document, whose words were written last, and one term of all documents.
        int newest = bound - 1;
        expected(analyzer, Map.of(newest, texts.get(newest)))
            .forEach(
                (term, documents) -> {
                  Postings postings =
                      TextFixtures.postings(buffer, term.getBytes(StandardCharsets.UTF_8));
                  assertNotNull(postings, term);
                  assertEquals(newest, postings.advance(newest), term);
                  assertEquals(documents.get(newest), TextFixtures.positions(postings), term);
                });
        String term = TextFixtures.word(rounds % 20);
        int found = new SourceView(buffer, below(bound)).documentFrequency(term);
        assertEquals(all.getOrDefault(term, new TreeMap<>()).headMap(bound).size(), found, term);
        rounds++;
      }
    } while (bound < texts.size());
    return rounds;
  }
}

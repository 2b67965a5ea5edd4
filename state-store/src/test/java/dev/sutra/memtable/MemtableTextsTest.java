package dev.sutra.memtable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowKeys;
import dev.sutra.record.SourcePosition;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.score.TextTotals;
import dev.sutra.vector.Similarity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Texts are indexed after their rows, and each view has those that it sees. */
class MemtableTextsTest {
  private static final int TRANSACTIONS = 400;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final Memtable memtable =
      new Memtable(TextAnalyzer.named("english"), 2, Similarity.COSINE);
  private long sequence;

  @Test
  void textsAreLeftToTheFirstThatNeedsThem() {
    put("a", "red fish");
    put("b", null);
    put("c", "blue birds");
    assertEquals("red fish".length() + "blue birds".length(), memtable.pendingTextBytes());
    MemtableView early = new MemtableView(memtable, 1, 1);
    assertEquals(2, early.pendingTexts());
    assertNotNull(early.texts().find("fish"));
    assertEquals(0, early.pendingTexts());
    assertEquals(1, now().pendingTexts());
    assertTrue(memtable.indexSomeTexts(1));
    assertFalse(memtable.indexSomeTexts(1));
    assertEquals(0, now().pendingTexts());
    assertEquals(0, memtable.pendingTextBytes());
    assertEquals(2, now().texts().lengthOf(2));
  }

  @Test
  void conceptsWithoutTextsAreNotPending() {
    put("a", null);
    put("b", null);
    assertEquals(0, now().pendingTexts());
    put("c", "");
    assertEquals(1, now().pendingTexts());
  }

  @Test
  void everyViewHasTheTotalsOfItsLiveTexts() {
    Map<String, Integer> lengths = new HashMap<>();
    Map<String, Integer> documents = new HashMap<>();
    List<MemtableView> views = new ArrayList<>();
    List<TextTotals> expected = new ArrayList<>();
    for (int i = 0; i < TRANSACTIONS; i++) {
      String id = "c" + random.nextInt(20);
      Integer old = documents.remove(id);
      if (old != null) {
        memtable.liveness().kill(old, sequence + 1);
      }
      int words = random.nextInt(4);
      documents.put(id, memtable.documents());
      lengths.put(id, words);
      put(id, words == 0 && random.nextBoolean() ? null : "word ".repeat(words));
      views.add(now());
      expected.add(
          new TextTotals(
              lengths.values().stream().filter(length -> length > 0).count(),
              lengths.values().stream().mapToLong(Integer::longValue).sum()));
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    for (int at : order) {
      assertEquals(expected.get(at), views.get(at).textTotals(), "seed " + seed + ", view " + at);
    }
  }

  @Test
  void aTextThatCannotBeIndexedFailsEverySearchAndFlush() {
    put("a", "red fish");
    byte[] key = RowKeys.concept("b");
    byte[] value = ConceptRow.encode(concept("b", "x".repeat(40)), null);
    byte[] cut = new byte[30];
    System.arraycopy(value, 0, cut, 0, cut.length);
    // Checked rows are never so; the length of the text says more than is there.
    cut[28] = (byte) 0xff;
    cut[29] = 0x7f;
    memtable.addConcept(++sequence, key, 0, key.length, cut, 0, cut.length, null);
    memtable.add(++sequence, key, 0, key.length, new byte[0], 0, -1);
    MemtableView view = now();
    assertNotNull(new MemtableView(memtable, 1, 1).texts().find("fish"));
    for (int i = 0; i < 2; i++) {
      assertThrows(IllegalStateException.class, view::texts);
      assertThrows(IllegalStateException.class, view::textTotals);
      assertThrows(IllegalStateException.class, () -> memtable.indexSomeTexts(9));
    }
  }

  @Test
  void readersIndexBesideEachOtherAndTheWriter() throws Exception {
    AtomicReference<MemtableView> published = new AtomicReference<>(now());
    int texts = 20_000;
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        readers.add(
            threads.submit(
                () -> {
                  int rounds = 0;
                  MemtableView view;
                  do {
                    view = published.get();
                    assertEquals(
                        new TextTotals(view.documents(), 2L * view.documents()), view.textTotals());
                    if (view.documents() > 0) {
                      int last = view.documents() - 1;
                      assertNotNull(view.texts().find("v" + last));
                    }
                    rounds++;
                  } while (view.documents() < texts);
                  return rounds;
                }));
      }
      for (int i = 0; i < texts; i++) {
        put("c" + i, "v" + i + " common");
        published.set(now());
        if (i % 7 == 0) {
          memtable.indexSomeTexts(3);
        }
      }
      for (Future<Integer> reader : readers) {
        assertTrue(reader.get() > 0);
      }
    }
  }

  private MemtableView now() {
    return new MemtableView(memtable, sequence, memtable.documents());
  }

  private void put(String id, @Nullable String text) {
    byte[] key = RowKeys.concept(id);
    SourcePosition source =
        random.nextBoolean() ? null : new SourcePosition("topic", 3, random.nextLong() >>> 1);
    byte[] value = ConceptRow.encode(concept(id, text), source);
    memtable.addConcept(++sequence, key, 0, key.length, value, 0, value.length, null);
  }

  private static Concept concept(String id, @Nullable String text) {
    Concept.Builder concept = Concept.builder(id);
    if (text != null) {
      concept.text(text);
    }
    return concept.build();
  }
}

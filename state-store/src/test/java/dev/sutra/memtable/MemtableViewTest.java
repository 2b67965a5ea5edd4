package dev.sutra.memtable;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowKeys;
import dev.sutra.record.SortedRows;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.vector.Similarity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Views at earlier sequences keep showing what was there then. */
class MemtableViewTest {
  private static final int TRANSACTIONS = 300;
  private static final int KEYS = 12;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final Memtable memtable =
      new Memtable(TextAnalyzer.named("standard"), 2, Similarity.COSINE);
  private final TreeMap<byte[], Optional<byte[]>> rows = new TreeMap<>(Arrays::compareUnsigned);
  private final TreeMap<byte[], Integer> documents = new TreeMap<>(Arrays::compareUnsigned);

  @Test
  void everyEarlierViewStaysAsItWas() {
    List<MemtableView> views = new ArrayList<>();
    List<TreeMap<byte[], Optional<byte[]>>> expected = new ArrayList<>();
    for (int sequence = 1; sequence <= TRANSACTIONS; sequence++) {
      for (int i = random.nextInt(3); i >= 0; i--) {
        write(sequence);
      }
      views.add(new MemtableView(memtable, sequence, memtable.documents()));
      expected.add(new TreeMap<>(rows));
    }
    for (int i = 0; i < views.size(); i++) {
      check(views.get(i), expected.get(i));
    }
  }

  private void write(long sequence) {
    byte[] key =
        random.nextBoolean()
            ? RowKeys.concept("c" + random.nextInt(KEYS))
            : RowKeys.edgeOut("c" + random.nextInt(KEYS), "T", "x");
    if (key[0] == RowKeys.CONCEPT && documents.containsKey(key)) {
      memtable.liveness().kill(documents.remove(key), sequence);
    }
    if (random.nextInt(4) == 0) {
      memtable.add(sequence, key, 0, key.length, new byte[0], 0, -1);
      rows.put(key, Optional.empty());
    } else if (key[0] == RowKeys.CONCEPT) {
      Concept.Builder concept = Concept.builder("any").text("word " + sequence);
      if (random.nextBoolean()) {
        concept.vector(new float[] {1, sequence});
      }
      Concept built = concept.build();
      byte[] value = ConceptRow.encode(built, null);
      documents.put(key, memtable.documents());
      memtable.addConcept(sequence, key, 0, key.length, value, 0, value.length, built.vector());
      rows.put(key, Optional.of(value));
    } else {
      byte[] value = ("edge " + sequence).getBytes(US_ASCII);
      memtable.add(sequence, key, 0, key.length, value, 0, value.length);
      rows.put(key, Optional.of(value));
    }
  }

  private void check(MemtableView view, Map<byte[], Optional<byte[]>> expected) {
    SortedRows cursor = view.rows();
    long liveConcepts = 0;
    for (Map.Entry<byte[], Optional<byte[]>> row : expected.entrySet()) {
      byte[] key = row.getKey();
      Optional<byte[]> value = row.getValue();
      assertTrue(cursor.next(), "seed " + seed);
      assertRow(cursor, key, value);
      SortedRows sought = view.rows();
      assertTrue(sought.seek(key, key.length), "seed " + seed);
      assertRow(sought, key, value);
      int node = view.find(key);
      assertEquals(value.isEmpty(), view.isTombstone(node), "seed " + seed);
      if (value.isPresent()) {
        assertArrayEquals(value.get(), view.value(node), "seed " + seed);
        liveConcepts += key[0] == RowKeys.CONCEPT ? 1 : 0;
      }
    }
    assertFalse(cursor.next(), "seed " + seed);
    long live = 0;
    for (int document = 0; document < memtable.documents(); document++) {
      if (view.isLive(document)) {
        live++;
        byte[] key = view.key(document);
        assertArrayEquals(
            Objects.requireNonNull(expected.get(key)).orElseThrow(),
            view.documentValue(document),
            "seed " + seed);
      }
    }
    assertEquals(liveConcepts, live, "seed " + seed);
    assertEquals(0, view.find(RowKeys.concept("absent")));
  }

  private void assertRow(SortedRows cursor, byte[] key, Optional<byte[]> value) {
    int start = cursor.keyOffset();
    assertArrayEquals(
        key,
        Arrays.copyOfRange(cursor.keyBuffer(), start, start + cursor.keyLength()),
        "seed " + seed);
    assertEquals(value.isEmpty(), cursor.isTombstone(), "seed " + seed);
    if (value.isPresent()) {
      assertArrayEquals(value.get(), cursor.value(), "seed " + seed);
    }
  }
}

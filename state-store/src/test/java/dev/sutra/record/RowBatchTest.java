package dev.sutra.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowBatchTest {
  private static final class Row {
    final byte[] key;
    final byte[] value;

    Row(byte[] key, byte[] value) {
      this.key = key;
      this.value = value;
    }
  }

  private static final byte[] DELETED = new byte[0];

  @Test
  void rowsComeBackFromAccessorsAndFromTheirEncodedForm() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    RowBatch batch = new RowBatch();
    RowBatch decoded = new RowBatch();
    for (int round = 0; round < 200; round++) {
      batch.clear();
      List<Row> rows = new ArrayList<>();
      int count = random.nextInt(40);
      for (int i = 0; i < count; i++) {
        rows.add(append(batch, random));
      }
      assertRows(rows, batch, seed);
      MemorySegment encoded = MemorySegment.ofArray(Arrays.copyOf(batch.buffer(), batch.bytes()));
      decoded.decode(encoded, 0, batch.bytes(), count);
      assertRows(rows, decoded, seed);
    }
  }

  @Test
  void everyLengthAtAVarintBorderRoundTrips() {
    RowBatch batch = new RowBatch();
    int[] lengths = {0, 1, 127, 128, 16_383, 16_384, 65_535, 2_097_151, 2_097_152};
    for (int length : lengths) {
      batch.put(new byte[Math.clamp(length, 1, RowBatch.KEY_BYTES_MAX)], new byte[length]);
    }
    RowBatch decoded = new RowBatch();
    decoded.decode(MemorySegment.ofArray(batch.buffer()), 0, batch.bytes(), lengths.length);
    for (int i = 0; i < lengths.length; i++) {
      assertEquals(lengths[i], decoded.valueLength(i));
      assertEquals(batch.keyLength(i), decoded.keyLength(i));
      assertEquals(batch.valueOffset(i), decoded.valueOffset(i));
    }
  }

  @Test
  void aConceptStaysWithItsRowUntilTheBatchIsCleared() {
    RowBatch batch = new RowBatch();
    batch.put(new byte[] {1}, new byte[] {2});
    List<Concept> concepts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Concept concept = Concept.builder("c" + i).build();
      concepts.add(concept);
      batch.put(RowKeys.concept(concept.id()), ConceptRow.encode(concept, null), concept);
    }
    batch.delete(new byte[] {3});
    assertNull(batch.concept(0));
    for (int i = 0; i < 20; i++) {
      assertSame(concepts.get(i), batch.concept(i + 1));
    }
    assertNull(batch.concept(21));
    batch.clear();
    batch.put(new byte[] {1}, new byte[] {2});
    batch.put(new byte[] {1}, new byte[] {2});
    assertNull(batch.concept(1));
  }

  @Test
  void limitsAreNamedAndLeaveTheBatchAsItWas() {
    RowBatch batch = new RowBatch();
    batch.put(new byte[] {1}, new byte[] {2});
    int bytes = batch.bytes();
    byte[] longKey = new byte[RowBatch.KEY_BYTES_MAX + 1];
    byte[] longValue = new byte[RowBatch.VALUE_BYTES_MAX + 1];
    assertMessage("65535", () -> batch.put(longKey, DELETED));
    assertMessage("65535", () -> batch.delete(longKey));
    assertMessage("a key has 0 bytes", () -> batch.delete(DELETED));
    assertMessage("67108864", () -> batch.put(new byte[] {1}, longValue));
    assertEquals(1, batch.size());
    assertEquals(bytes, batch.bytes());
    assertThrows(IndexOutOfBoundsException.class, () -> batch.keyOffset(1));
  }

  @Test
  void batchOverItsByteLimitIsRejected() {
    RowBatch batch = new RowBatch();
    byte[] value = new byte[RowBatch.VALUE_BYTES_MAX - 8];
    byte[] key = {1};
    for (int i = 0; i < 3; i++) {
      batch.put(key, value);
    }
    batch.put(key, value);
    int bytes = batch.bytes();
    assertMessage("268435456", () -> batch.put(key, new byte[64]));
    assertEquals(bytes, batch.bytes());
    batch.clear();
    assertTrue(batch.isEmpty() && batch.buffer().length < 1024);
  }

  @Test
  void decodingAnyBytesGivesValidRowsOrIllegalArgument() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    RowBatch batch = new RowBatch();
    RowBatch decoded = new RowBatch();
    int accepted = 0;
    for (int round = 0; round < 20_000; round++) {
      batch.clear();
      int count = 1 + random.nextInt(3);
      for (int i = 0; i < count; i++) {
        append(batch, random);
      }
      byte[] bytes = Arrays.copyOf(batch.buffer(), batch.bytes());
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      try {
        decoded.decode(MemorySegment.ofArray(bytes), 0, bytes.length, count);
        accepted++;
        int last = decoded.size() - 1;
        assertTrue(decoded.keyOffset(last) + decoded.keyLength(last) <= bytes.length);
      } catch (IllegalArgumentException e) {
        assertTrue(decoded.isEmpty(), "seed " + seed);
      }
    }
    assertTrue(accepted > 0 && accepted < 20_000, "accepted " + accepted + ", seed " + seed);
  }

  private static Row append(RowBatch batch, Random random) {
    byte[] key = new byte[1 + random.nextInt(random.nextInt(20) == 0 ? 300 : 20)];
    random.nextBytes(key);
    if (random.nextInt(4) == 0) {
      batch.delete(key);
      return new Row(key, DELETED);
    }
    byte[] value = new byte[random.nextInt(random.nextInt(20) == 0 ? 20_000 : 60)];
    random.nextBytes(value);
    batch.put(key, value);
    return new Row(key, value);
  }

  private static void assertRows(List<Row> rows, RowBatch batch, long seed) {
    assertEquals(rows.size(), batch.size(), "seed " + seed);
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      assertEquals(row.value == DELETED, batch.isDelete(i), "seed " + seed);
      int key = batch.keyOffset(i);
      byte[] buffer = batch.buffer();
      assertArrayEquals(row.key, Arrays.copyOfRange(buffer, key, key + batch.keyLength(i)));
      if (!batch.isDelete(i)) {
        int value = batch.valueOffset(i);
        assertArrayEquals(
            row.value, Arrays.copyOfRange(buffer, value, value + batch.valueLength(i)));
      }
    }
  }

  private static void assertMessage(String part, Runnable action) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, action::run).getMessage());
    assertTrue(message.contains(part), message);
  }
}

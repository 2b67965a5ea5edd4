package dev.sutra.segment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.CrashStorage;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rows of a segment against a sorted map: walks, seeks, look-ups, ordinals, the filter. */
class SegmentRowsTest {
  private static final int ROUNDS = 30;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final CrashStorage storage = new CrashStorage();
  private long fileNumber;

  @Test
  void agreesWithASortedMap() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      NavigableMap<byte[], Optional<byte[]>> rows =
          randomRows(random.nextInt(1 << random.nextInt(11)));
      try (Segment segment = write(rows)) {
        assertEquals(rows.size(), segment.rows());
        segment.verify();
        checkWalk(segment, rows);
        checkLookUps(segment, rows);
        checkOrdinals(segment, rows);
      }
    }
  }

  private void checkWalk(Segment segment, NavigableMap<byte[], Optional<byte[]>> rows) {
    SegmentCursor cursor = segment.cursor();
    int ordinal = 0;
    for (Map.Entry<byte[], Optional<byte[]>> row : rows.entrySet()) {
      assertTrue(cursor.next(), message());
      assertEquals(ordinal++, cursor.ordinal(), message());
      assertRow(row, cursor);
    }
    assertFalse(cursor.next(), message());
    assertFalse(cursor.next(), message());
  }

  private void checkLookUps(Segment segment, NavigableMap<byte[], Optional<byte[]>> rows) {
    SegmentCursor cursor = segment.cursor();
    for (byte[] key : rows.keySet()) {
      assertTrue(segment.mightContain(Segment.hash(key, key.length)), message());
      int prefix = RowKeys.edgesLength(key, key.length);
      assertTrue(prefix == 0 || segment.mightContain(Segment.hash(key, prefix)), message());
    }
    List<byte[]> keys = new ArrayList<>(rows.keySet());
    for (int i = 0; i < 200; i++) {
      byte[] target = randomKey();
      if (!keys.isEmpty() && random.nextBoolean()) {
        byte[] present = keys.get(random.nextInt(keys.size()));
        target = Arrays.copyOf(present, Math.max(1, present.length - random.nextInt(2)));
      }
      Map.Entry<byte[], Optional<byte[]>> expected = rows.ceilingEntry(target);
      assertEquals(expected != null, cursor.seek(target, target.length), message());
      if (expected != null) {
        assertRow(expected, cursor);
        Map.Entry<byte[], Optional<byte[]>> after = rows.higherEntry(expected.getKey());
        assertEquals(after != null, cursor.next(), message());
        if (after != null) {
          assertRow(after, cursor);
        }
      }
      assertEquals(rows.containsKey(target), cursor.find(target, target.length), message());
      checkGet(segment, rows, target);
      checkEdges(cursor, rows, target);
    }
  }

  private void checkGet(Segment segment, Map<byte[], Optional<byte[]>> rows, byte[] key) {
    byte[] value = segment.get(key, Segment.hash(key, key.length));
    if (!rows.containsKey(key)) {
      assertNull(value, message());
      return;
    }
    rows.get(key)
        .ifPresentOrElse(
            expected -> assertArrayEquals(expected, value, message()),
            () -> assertSame(Segment.TOMBSTONE, value, message()));
  }

  /**
   * Looks for the first half-edge of a key's concept, and for the first one from the key on, with a
   * cursor that is anywhere.
   */
  private void checkEdges(
      SegmentCursor cursor, NavigableMap<byte[], Optional<byte[]>> rows, byte[] key) {
    int length = RowKeys.edgesLength(key, key.length);
    if (length == 0) {
      return;
    }
    byte[] edges = Arrays.copyOf(key, length);
    Map.Entry<byte[], Optional<byte[]>> first = rows.ceilingEntry(edges);
    boolean exists = first != null && Arrays.mismatch(first.getKey(), edges) == length;
    long hash = Segment.hash(edges, length);
    assertEquals(exists, cursor.seekEdges(edges, hash, edges), message());
    if (first != null && exists) {
      assertRow(first, cursor);
      Map.Entry<byte[], Optional<byte[]>> from = rows.ceilingEntry(key);
      assertEquals(from != null, cursor.seekEdges(edges, hash, key), message());
      if (from != null) {
        assertRow(from, cursor);
        // On over the ends of blocks.
        var rest = rows.tailMap(from.getKey(), false).entrySet().iterator();
        int more = random.nextInt(8) == 0 ? random.nextInt(40) : 0;
        for (int i = 0; i < more && rest.hasNext(); i++) {
          assertTrue(cursor.next(), message());
          assertRow(rest.next(), cursor);
        }
      }
    }
  }

  @Test
  void everyRowOfManyIsFound() throws IOException {
    int concepts = 5_000;
    TreeMap<byte[], Optional<byte[]>> rows = new TreeMap<>(Arrays::compareUnsigned);
    for (int i = 0; i < concepts; i++) {
      rows.put(RowKeys.concept("c" + i), Optional.of(randomConcept()));
      for (int edge = random.nextInt(40); edge > 0; edge--) {
        rows.put(RowKeys.edgeOut("c" + i, "T", "c" + edge), Optional.of(new byte[] {1, 2, 3}));
      }
    }
    assertTrue(rows.size() > 1 << 16);
    try (Segment segment = write(rows)) {
      rows.keySet().forEach(key -> checkGet(segment, rows, key));
      rows.keySet().forEach(key -> checkEdges(segment.cursor(), rows, key));
      for (int i = 0; i < concepts; i++) {
        checkGet(segment, rows, RowKeys.concept("d" + i));
        checkEdges(segment.cursor(), rows, RowKeys.edgeOut("d" + i, "T", "c1"));
      }
    }
  }

  @Test
  void readsTerminateOnCorruptionThatChecksumsMiss() throws IOException {
    NavigableMap<byte[], Optional<byte[]>> rows = randomRows(60);
    write(rows).close();
    String name = SegmentFormat.fileName(fileNumber);
    byte[] intact = storage.read(name, 1 << 30);
    int tried = 0;
    for (int i = 0; i < 3_000; i++) {
      DamagedFile damaged = new DamagedFile(intact.clone());
      damaged.flip(random.nextInt(8 * damaged.sectionsEnd()));
      storage.set(name, damaged.withChecksums());
      try (Segment segment = Segment.open(storage, fileNumber)) {
        SegmentCursor cursor = segment.cursor();
        for (byte[] key : rows.keySet()) {
          segment.get(key, Segment.hash(key, key.length));
          cursor.find(key, key.length);
          cursor.seek(key, key.length);
        }
        SegmentCursor walk = segment.cursor();
        for (int row = 0; walk.next(); row++) {
          assertTrue(row < rows.size() + 1_000, message());
          tried += walk.isTombstone() ? 0 : walk.value().length;
        }
      } catch (CorruptFileException | IndexOutOfBoundsException e) {
        tried++;
      }
    }
    assertTrue(tried > 0, message());
  }

  private void checkOrdinals(Segment segment, NavigableMap<byte[], Optional<byte[]>> rows) {
    List<Map.Entry<byte[], Optional<byte[]>>> list = new ArrayList<>(rows.entrySet());
    SegmentCursor cursor = segment.cursor();
    for (int i = 0; i < 100 && !list.isEmpty(); i++) {
      int ordinal = random.nextInt(list.size());
      cursor.seekOrdinal(ordinal);
      assertEquals(ordinal, cursor.ordinal(), message());
      assertRow(list.get(ordinal), cursor);
    }
    assertThrows(CorruptFileException.class, () -> cursor.seekOrdinal(rows.size()), message());
    assertThrows(CorruptFileException.class, () -> cursor.seekOrdinal(-1), message());
  }

  private void assertRow(Map.Entry<byte[], Optional<byte[]>> expected, SegmentCursor cursor) {
    assertArrayEquals(
        expected.getKey(), Arrays.copyOf(cursor.keyBuffer(), cursor.keyLength()), message());
    assertEquals(expected.getValue().isEmpty(), cursor.isTombstone(), message());
    if (!cursor.isTombstone()) {
      assertArrayEquals(expected.getValue().orElseThrow(), cursor.value(), message());
    }
  }

  private NavigableMap<byte[], Optional<byte[]>> randomRows(int count) {
    TreeMap<byte[], Optional<byte[]>> rows = new TreeMap<>(Arrays::compareUnsigned);
    while (rows.size() < count) {
      byte[] key = randomKey();
      Optional<byte[]> value = Optional.empty();
      if (random.nextInt(5) > 0) {
        value = Optional.of(key[0] == RowKeys.CONCEPT ? randomConcept() : randomBytes());
      }
      rows.put(key, value);
    }
    return rows;
  }

  private byte[] randomKey() {
    if (random.nextInt(3) == 0) {
      return RowKeys.concept(randomName());
    }
    if (random.nextInt(100) == 0) {
      byte[] longest = new byte[RowBatch.KEY_BYTES_MAX];
      Arrays.fill(longest, (byte) random.nextInt(2));
      longest[0] = RowKeys.EDGE_OUT;
      longest[longest.length - 1] = (byte) random.nextInt();
      return longest;
    }
    return random.nextBoolean()
        ? RowKeys.edgeOut(randomName(), "TYPE", randomName())
        : RowKeys.edgeIn(randomName(), "ÄTYPE", randomName());
  }

  private String randomName() {
    String prefix = random.nextBoolean() ? "shared/prefix/" : "größe\uD83D\uDE00";
    return prefix + "x".repeat(random.nextInt(3)) + random.nextInt(500);
  }

  private byte[] randomConcept() {
    Concept.Builder concept = Concept.builder("any").updatedAt(random.nextLong());
    if (random.nextBoolean()) {
      concept.text("word ".repeat(random.nextInt(1 << random.nextInt(12))));
    }
    return ConceptRow.encode(concept.build(), null);
  }

  private byte[] randomBytes() {
    byte[] bytes = new byte[random.nextInt(1 << random.nextInt(16))];
    random.nextBytes(bytes);
    return bytes;
  }

  private Segment write(NavigableMap<byte[], Optional<byte[]>> rows) throws IOException {
    fileNumber++;
    byte[] none = new byte[0];
    try (SegmentWriter writer =
        SegmentWriter.create(storage.create(SegmentFormat.fileName(fileNumber)), rows.size())) {
      for (Map.Entry<byte[], Optional<byte[]>> row : rows.entrySet()) {
        byte[] key = row.getKey();
        byte[] value = row.getValue().orElse(none);
        writer.add(key, key.length, value, 0, row.getValue().isEmpty() ? -1 : value.length);
      }
      writer.endRows();
      writer.finish(fileNumber, 1, 2);
    }
    return Segment.open(storage, fileNumber);
  }

  @Test
  void everyFlippedBitOfASmallSegmentIsFound() throws IOException {
    TreeMap<byte[], Optional<byte[]>> rows = new TreeMap<>(Arrays::compareUnsigned);
    rows.put(RowKeys.concept("a"), Optional.of(randomConcept()));
    rows.put(RowKeys.edgeOut("a", "T", "b"), Optional.of("value".getBytes(UTF_8)));
    write(rows).close();
    String name = SegmentFormat.fileName(fileNumber);
    byte[] intact = storage.read(name, 1 << 20);
    for (int bit = 0; bit < 8 * Math.min(intact.length, 4096); bit++) {
      byte[] damaged = intact.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      storage.set(name, damaged);
      CorruptFileException found =
          assertThrows(CorruptFileException.class, this::openAndVerify, "bit " + bit);
      assertEquals(name, found.file());
    }
    storage.set(name, intact);
    openAndVerify();
  }

  private void openAndVerify() throws IOException {
    try (Segment segment = Segment.open(storage, fileNumber)) {
      segment.verify();
    }
  }

  @Test
  void segmentUnderAnotherNumberIsRefused() throws IOException {
    write(new TreeMap<>(Arrays::compareUnsigned)).close();
    storage.set(
        SegmentFormat.fileName(9), storage.read(SegmentFormat.fileName(fileNumber), 1 << 20));
    CorruptFileException refusal =
        assertThrows(CorruptFileException.class, () -> Segment.open(storage, 9));
    assertTrue(String.valueOf(refusal.getMessage()).contains("this is segment " + fileNumber));
  }

  private String message() {
    return "seed " + seed;
  }
}

package dev.sutra.lsm.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.record.SortedRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Merges of random sources against a sorted map. */
class MergingIteratorTest {
  private static final byte TOMBSTONE = -1;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @Test
  void eachKeyComesOnceFromItsNewestSource() {
    for (int round = 0; round < 2_000; round++) {
      List<NavigableMap<Byte, Byte>> sources = randomSources();
      NavigableMap<Byte, Byte> expected = new TreeMap<>();
      sources.reversed().forEach(expected::putAll);
      byte from = (byte) random.nextInt(40);
      byte to = (byte) random.nextInt(60);
      List<Map.Entry<Byte, Byte>> rows = new ArrayList<>();
      MergedRows merged = merged(sources, from, new byte[] {to});
      while (merged.next()) {
        assertEquals(1, merged.key().length);
        assertArrayEquals(merged.value(), merged.row().value());
        rows.add(Map.entry(merged.key()[0], merged.value()[0]));
      }
      assertFalse(merged.next());
      expected.values().removeIf(value -> value == TOMBSTONE);
      assertEquals(
          List.copyOf(expected.subMap(from, (byte) Math.max(from, to)).entrySet()),
          rows,
          () -> "seed " + seed + ", sources " + sources);
    }
  }

  @Test
  void closedRowsAreAtTheirEnd() {
    MergedRows merged = merged(List.of(new TreeMap<>(Map.of((byte) 1, (byte) 2))), (byte) 0, null);
    assertThrows(IllegalStateException.class, merged::value);
    assertTrue(merged.next());
    merged.close();
    assertThrows(IllegalStateException.class, merged::key);
    assertFalse(merged.next());
  }

  private List<NavigableMap<Byte, Byte>> randomSources() {
    List<NavigableMap<Byte, Byte>> sources = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      NavigableMap<Byte, Byte> rows = new TreeMap<>();
      for (int row = random.nextInt(30); row > 0; row--) {
        boolean tombstone = random.nextInt(4) == 0;
        rows.put((byte) random.nextInt(50), tombstone ? TOMBSTONE : (byte) random.nextInt(100));
      }
      sources.add(rows);
    }
    return sources;
  }

  private static MergedRows merged(
      List<NavigableMap<Byte, Byte>> sources, byte from, byte @Nullable [] to) {
    SortedRows[] rows = new SortedRows[sources.size()];
    boolean[] positioned = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new MapRows(sources.get(i));
      positioned[i] = rows[i].seek(new byte[] {from}, 1);
    }
    return new MergedRows(rows, positioned, to);
  }

  /** Rows of one byte each. */
  private static final class MapRows implements SortedRows {
    private final NavigableMap<Byte, Byte> rows;
    private byte key = -1;

    MapRows(NavigableMap<Byte, Byte> rows) {
      this.rows = rows;
    }

    @Override
    public boolean next() {
      return move(rows.higherKey(key));
    }

    @Override
    public boolean seek(byte[] target, int targetLength) {
      return move(rows.ceilingKey(target[0]));
    }

    private boolean move(@Nullable Byte found) {
      if (found != null) {
        key = found;
      }
      return found != null;
    }

    @Override
    public byte[] keyBuffer() {
      return new byte[] {9, key};
    }

    @Override
    public int keyOffset() {
      return 1;
    }

    @Override
    public int keyLength() {
      return 1;
    }

    @Override
    public boolean isTombstone() {
      return rows.getOrDefault(key, TOMBSTONE) == TOMBSTONE;
    }

    @Override
    public byte[] value() {
      return new byte[] {rows.getOrDefault(key, TOMBSTONE)};
    }
  }
}

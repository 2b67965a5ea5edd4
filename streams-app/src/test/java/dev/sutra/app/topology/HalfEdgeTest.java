package dev.sutra.app.topology;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sutra.record.Association;
import dev.sutra.record.Direction;
import dev.sutra.record.RowFormatException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HalfEdgeTest {
  private static final HalfEdge SMALL =
      new HalfEdge(new Association("a", "T", "bc", 0.5f, 1, 1, 2), Direction.IN, true, 3);

  /** What lies in a topic must stay readable: these bytes never change. */
  private static final String GOLDEN =
      "0102" // version 1, remove
          + "0000000000000003" // timestamp
          + "0007" // bytes of the key
          + "03"
          + "01"
          + "6263"
          + "00"
          + "54"
          + "61" // at its target: bc, T, a
          + "0100" // row version 1, no source position
          + "0100000000000000"
          + "0200000000000000" // createdAt, updatedAt
          + "0000003f"
          + "0000803f"; // weight, confidence

  @Test
  void bytesAreThoseOfVersionOne() {
    assertEquals(GOLDEN, HexFormat.of().formatHex(SMALL.encode()));
    assertEquals(SMALL, HalfEdge.decode(HexFormat.of().parseHex(GOLDEN)));
  }

  @Test
  void comesBackAsItWent() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      HalfEdge half =
          new HalfEdge(
              new Association(
                  id(random),
                  id(random),
                  id(random),
                  random.nextFloat(),
                  random.nextFloat(),
                  random.nextLong(),
                  random.nextLong()),
              random.nextBoolean() ? Direction.OUT : Direction.IN,
              random.nextBoolean(),
              random.nextLong());
      assertEquals(half, HalfEdge.decode(half.encode()), "seed " + seed);
    }
  }

  @Test
  void aRemovalByNameHasAPlaceholderForTheVersion() {
    Association placeholder = Association.of("a", "T", "bc", 0, 3);
    assertEquals(
        new HalfEdge(placeholder, Direction.IN, true, 3), HalfEdge.removal("a", "T", "bc", 3));
  }

  @Test
  void keeperIsTheEndThatHoldsTheHalf() {
    Association association = Association.of("s", "T", "t", 1, 0);
    assertEquals("s", new HalfEdge(association, Direction.OUT, false, 0).keeper());
    assertEquals("t", new HalfEdge(association, Direction.IN, false, 0).keeper());
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] whole = SMALL.encode();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(RowFormatException.class, () -> HalfEdge.decode(cut), "length " + length);
    }
    assertThrows(
        RowFormatException.class, () -> HalfEdge.decode(Arrays.copyOf(whole, whole.length + 1)));
  }

  @Test
  void anyOneByteChangedIsRefusedOrStillAHalfEdge() {
    byte[] whole = SMALL.encode();
    for (int at = 0; at < whole.length; at++) {
      for (int value = 0; value < 256; value++) {
        byte[] changed = whole.clone();
        changed[at] = (byte) value;
        try {
          HalfEdge half = HalfEdge.decode(changed);
          assertEquals(half, HalfEdge.decode(half.encode()), "byte " + at + " is " + value);
        } catch (RowFormatException refused) {
          assertArrayEquals(whole, SMALL.encode());
        }
      }
    }
  }

  @Test
  void bothIsNotAHalf() {
    Association association = Association.of("s", "T", "t", 1, 0);
    assertThrows(
        IllegalArgumentException.class, () -> new HalfEdge(association, Direction.BOTH, false, 0));
  }

  private static String id(Random random) {
    int length = 1 + (random.nextInt(10) == 0 ? 255 : random.nextInt(20));
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < length; i++) {
      id.append((char) ('!' + random.nextInt(90)));
    }
    return id.toString();
  }
}

package dev.sutra.app.topology;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.record.Association;
import dev.sutra.record.Direction;
import dev.sutra.record.RowFormatException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ForwardedEventTest {
  private static final Origin ORIGIN = new Origin("ev", 2, 77);

  /** What lies in a topic must stay readable: these bytes never change. */
  private static final String GOLDEN =
      "0103" // version 1, an event
          + "00000002"
          + "000000000000004d" // partition, offset
          + "0000000000000005" // timestamp
          + "0002"
          + "6576" // ev
          + "01"
          + "0a0b";

  @Test
  void bytesAreThoseOfVersionOne() {
    byte[] golden = HexFormat.of().parseHex(GOLDEN);
    assertArrayEquals(golden, new ForwardedEvent(ORIGIN, 5, new byte[] {10, 11}).encode());
    ForwardedEvent event = ForwardedEvent.decode(golden);
    assertEquals(ORIGIN, event.origin());
    assertEquals(5, event.timestamp());
    assertArrayEquals(new byte[] {10, 11}, event.value());
  }

  @Test
  void aTombstoneIsNotAnEmptyValue() {
    assertNull(ForwardedEvent.decode(new ForwardedEvent(ORIGIN, 5, null).encode()).value());
    assertArrayEquals(
        new byte[0],
        ForwardedEvent.decode(new ForwardedEvent(ORIGIN, 5, new byte[0]).encode()).value());
  }

  @Test
  void aHalfEdgeIsNone() {
    Association association = Association.of("s", "T", "t", 1, 0);
    for (boolean removed : new boolean[] {true, false}) {
      HalfEdge half = new HalfEdge(association, Direction.IN, removed, 0);
      assertFalse(ForwardedEvent.isOne(half.encode()));
    }
    assertFalse(ForwardedEvent.isOne(null));
    assertFalse(ForwardedEvent.isOne(new byte[] {1}));
    assertTrue(ForwardedEvent.isOne(new ForwardedEvent(ORIGIN, 5, null).encode()));
  }

  @Test
  void everyTruncationBeforeTheValueIsRefused() {
    byte[] whole = new ForwardedEvent(ORIGIN, 5, new byte[0]).encode();
    for (int length = 2; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(RowFormatException.class, () -> ForwardedEvent.decode(cut), "length " + length);
    }
  }

  @Test
  void aNegativeTimeIsRefused() {
    byte[] event = new ForwardedEvent(ORIGIN, -1, null).encode();
    assertThrows(RowFormatException.class, () -> ForwardedEvent.decode(event));
  }
}

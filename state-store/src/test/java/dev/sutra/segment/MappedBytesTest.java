package dev.sutra.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MappedBytesTest {
  private static final int ROOM = 40;

  @Test
  void copyTakesAnyLengthFromAnywhereToAnywhere() {
    byte[] source = new byte[ROOM];
    new Random(1).nextBytes(source);
    MemorySegment memory = MemorySegment.ofArray(source);
    for (int length = 0; length <= ROOM; length++) {
      for (int at = 0; at <= ROOM - length; at++) {
        for (int targetAt = 0; targetAt <= ROOM - length; targetAt++) {
          byte[] target = new byte[ROOM];
          MappedBytes.copy(memory, at, target, targetAt, length);
          String what = length + " bytes from " + at + " to " + targetAt;
          assertArrayEquals(
              Arrays.copyOfRange(source, at, at + length),
              Arrays.copyOfRange(target, targetAt, targetAt + length),
              what);
          for (int i = 0; i < ROOM; i++) {
            if (i < targetAt || i >= targetAt + length + 7) {
              assertEquals(0, target[i], what);
            }
          }
        }
      }
    }
  }
}

package dev.sutra.text.index;

import static dev.sutra.text.TextFixtures.random;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.io.Section;
import dev.sutra.text.MemoryStorage;
import dev.sutra.text.TextFixtures;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedIntsTest {
  @Test
  void numbersOfEveryWidthAndCountComeBack() throws Exception {
    Random random = random("numbersOfEveryWidthAndCountComeBack", 1);
    for (int bits = 0; bits <= 31; bits++) {
      for (int count : new int[] {1, 3, 4, 7, 8, 9, 63, 127, 128}) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
          values[i] = random.nextInt() & (int) ((1L << bits) - 1);
        }
        ByteBuilder packed = new ByteBuilder();
        packed.writePacked(values, count, bits);
        Section section =
            TextFixtures.section(
                new MemoryStorage(),
                "packed",
                out -> {
                  packed.writeTo(out);
                  out.writeLong(-1);
                });
        int[] unpacked = new int[count];
        PackedInts.unpack(section.memory(), 0, bits, count, unpacked);
        int[] sums = new int[count];
        final long last = PackedInts.sum(section.memory(), 0, bits, count, -1, sums);
        long sum = -1;
        for (int i = 0; i < count; i++) {
          String at = bits + " bits, number " + i + " of " + count;
          assertEquals(values[i] + 1, unpacked[i], at);
          sum += values[i] + 1L;
          assertEquals((int) sum, sums[i], at);
        }
        assertEquals(sum, last);
      }
    }
  }
}

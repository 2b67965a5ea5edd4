package dev.sutra.text.index;

import static dev.sutra.text.TextFixtures.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Section;
import dev.sutra.text.MemoryStorage;
import dev.sutra.text.TextFixtures;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BoundedReaderTest {
  private static final int NUMBERS = 200;

  private final int[] numbers = new int[NUMBERS];
  private long end;

  /** Numbers of one to five bytes; the section has as many bytes after them as a footer. */
  private Section section(Random random) throws Exception {
    ByteBuilder bytes = new ByteBuilder();
    int bits = 1 + random.nextInt(Integer.SIZE - 1);
    for (int i = 0; i < NUMBERS; i++) {
      numbers[i] = random.nextInt() >>> (Integer.SIZE - 1 - random.nextInt(bits));
      bytes.writeVarint(numbers[i]);
    }
    end = bytes.size();
    return TextFixtures.section(
        new MemoryStorage(),
        "numbers",
        out -> {
          bytes.writeTo(out);
          out.writeLong(0);
        });
  }

  @Test
  void skippingIsAsReading() throws Exception {
    for (int seed = 0; seed < 50; seed++) {
      Random random = random("skippingIsAsReading", seed);
      Section section = section(random);
      BoundedReader read = new BoundedReader(section);
      read.range(0, end);
      BoundedReader skipped = new BoundedReader(section);
      skipped.range(0, end);
      int at = 0;
      while (at < NUMBERS) {
        int count = Math.min(NUMBERS - at, random.nextInt(random.nextBoolean() ? 3 : 40));
        for (int i = 0; i < count; i++) {
          assertEquals(numbers[at + i], read.readVarint());
        }
        skipped.skipVarints(count);
        assertEquals(read.at(), skipped.at());
        at += count;
        if (at < NUMBERS) {
          assertEquals(numbers[at], skipped.readVarint());
          read.readVarint();
          at++;
        }
      }
      assertEquals(end, skipped.at());
    }
  }

  @Test
  void skippingMoreThanThereIsIsCorrupt() throws Exception {
    Section section = section(random("skippingMoreThanThereIsIsCorrupt", 0));
    BoundedReader reader = new BoundedReader(section);
    reader.range(0, end);
    assertThrows(CorruptFileException.class, () -> reader.skipVarints(NUMBERS + 1));
    reader.range(0, end);
    reader.skipVarints(NUMBERS);
    reader.skipVarints(0);
    assertThrows(CorruptFileException.class, () -> reader.skipVarints(1));
  }
}

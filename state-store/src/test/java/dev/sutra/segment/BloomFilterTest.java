package dev.sutra.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.CrashStorage;
import dev.sutra.io.SectionedFile;
import dev.sutra.io.SectionedFileWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BloomFilterTest {
  private static final int KEYS = 100_000;
  private static final double FALSE_POSITIVES_MAX = 0.01;

  private final CrashStorage storage = new CrashStorage();

  @Test
  void everyKeyIsFoundAndFewOthersAre() throws IOException {
    BloomFilter.Builder builder = new BloomFilter.Builder(KEYS);
    for (int key = 0; key < KEYS; key++) {
      builder.add(hash(key));
    }
    try (SectionedFile file = write(builder)) {
      BloomFilter.Reader reader = new BloomFilter.Reader(file.requiredSection(1));
      int falsePositives = 0;
      for (int key = 0; key < KEYS; key++) {
        assertTrue(reader.mightContain(hash(key)));
        falsePositives += reader.mightContain(hash(KEYS + key)) ? 1 : 0;
      }
      assertTrue(falsePositives < FALSE_POSITIVES_MAX * KEYS, falsePositives + " false positives");
    }
  }

  @Test
  void filterOfNothingHoldsNothing() throws IOException {
    try (SectionedFile file = write(new BloomFilter.Builder(0))) {
      BloomFilter.Reader reader = new BloomFilter.Reader(file.requiredSection(1));
      int found = 0;
      for (int key = 0; key < 1000; key++) {
        found += reader.mightContain(hash(key)) ? 1 : 0;
      }
      assertEquals(0, found);
    }
  }

  @Test
  void sectionOfAWrongLengthIsRefused() throws IOException {
    try (SectionedFileWriter writer = SectionedFileWriter.create(storage, "bloom")) {
      writer.begin(1).writeLong(0);
      writer.finish();
    }
    try (SectionedFile file = SectionedFile.open(storage, "bloom")) {
      assertThrows(
          CorruptFileException.class, () -> new BloomFilter.Reader(file.requiredSection(1)));
    }
  }

  private SectionedFile write(BloomFilter.Builder builder) throws IOException {
    try (SectionedFileWriter writer = SectionedFileWriter.create(storage, "bloom")) {
      builder.writeTo(writer.begin(1));
      writer.finish();
    }
    return SectionedFile.open(storage, "bloom");
  }

  private static long hash(int key) {
    return XxHash64.hash(ByteBuffer.allocate(4).putInt(key).array(), 0, 4);
  }
}

package dev.sutra.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.CrashStorage;
import dev.sutra.io.SectionOutput;
import dev.sutra.io.SectionedFile;
import dev.sutra.io.SectionedFileWriter;
import java.io.IOException;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashIndexTest {
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final CrashStorage storage = new CrashStorage();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 1000, 300_000})
  void everyHashLeadsToItsBlockAndFewOthersToAny(int count) throws IOException {
    int blocks = (count + 15) / 16;
    long[] hashes = random.longs(count).toArray();
    HashIndex.Builder builder = new HashIndex.Builder(0);
    for (int i = 0; i < count; i++) {
      builder.add(hashes[i], i / 16);
    }
    try (SectionedFile file = write(builder, blocks)) {
      HashIndex.Reader reader = new HashIndex.Reader(file.requiredSection(1), blocks);
      assertEquals(count, reader.used());
      int others = 0;
      for (int i = 0; i < count; i++) {
        assertTrue(candidates(reader, hashes[i]).contains(i / 16), "seed " + seed);
        others += candidates(reader, random.nextLong()).isEmpty() ? 0 : 1;
      }
      assertTrue(others <= count / 100, others + " of " + count + " others, seed " + seed);
      assertEquals(Set.of(), candidates(reader, count == 0 ? 0 : ~hashes[0]), "seed " + seed);
    }
  }

  @Test
  void equalHashesLeadToAllTheirBlocks() throws IOException {
    HashIndex.Builder builder = new HashIndex.Builder(Long.MAX_VALUE);
    Set<Integer> expected = new TreeSet<>();
    for (int block = 0; block < 1_000; block++) {
      // The last bucket, so that the table's end is passed.
      builder.add(-1, block);
      expected.add(block);
    }
    try (SectionedFile file = write(builder, 1_000)) {
      HashIndex.Reader reader = new HashIndex.Reader(file.requiredSection(1), 1_000);
      assertEquals(expected, candidates(reader, -1));
      assertEquals(Set.of(), candidates(reader, 1));
    }
  }

  @Test
  void searchOfAFullTableEnds() throws IOException {
    try (SectionedFileWriter writer = SectionedFileWriter.create(storage, "hashes")) {
      SectionOutput out = writer.begin(1);
      for (int i = 0; i < 16; i++) {
        out.writeInt(i % 4 == 0 ? 4 : 9);
      }
      writer.finish();
    }
    try (SectionedFile file = SectionedFile.open(storage, "hashes")) {
      HashIndex.Reader reader = new HashIndex.Reader(file.requiredSection(1), 4);
      assertEquals(Set.of(3), candidates(reader, 0));
      assertEquals(Set.of(0), candidates(reader, 1L << 28));
      assertEquals(Set.of(), candidates(reader, 2L << 28));
    }
  }

  @Test
  void entryOfANonexistentBlockIsRefused() throws IOException {
    HashIndex.Builder builder = new HashIndex.Builder(1);
    builder.add(5, 6);
    try (SectionedFile file = write(builder, 7)) {
      HashIndex.Reader reader = new HashIndex.Reader(file.requiredSection(1), 6);
      assertThrows(CorruptFileException.class, () -> reader.probe(5, 0));
    }
  }

  @Test
  void sectionOfAWrongLengthIsRefused() throws IOException {
    try (SectionedFileWriter writer = SectionedFileWriter.create(storage, "hashes")) {
      writer.begin(1).writeLong(0);
      writer.finish();
    }
    try (SectionedFile file = SectionedFile.open(storage, "hashes")) {
      assertThrows(
          CorruptFileException.class, () -> new HashIndex.Reader(file.requiredSection(1), 1));
    }
  }

  private static Set<Integer> candidates(HashIndex.Reader reader, long hash) {
    Set<Integer> blocks = new TreeSet<>();
    long candidate = reader.probe(hash, 0);
    while (candidate >= 0) {
      blocks.add(HashIndex.Reader.block(candidate));
      candidate = reader.probe(hash, HashIndex.Reader.nextStep(candidate));
    }
    return blocks;
  }

  private SectionedFile write(HashIndex.Builder builder, int blocks) throws IOException {
    try (SectionedFileWriter writer = SectionedFileWriter.create(storage, "hashes")) {
      builder.writeTo(writer.begin(1), blocks);
      writer.finish();
    }
    return SectionedFile.open(storage, "hashes");
  }
}

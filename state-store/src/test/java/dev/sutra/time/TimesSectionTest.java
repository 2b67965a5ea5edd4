package dev.sutra.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.io.CorruptFileException;
import dev.sutra.time.TimeReference.Entry;
import dev.sutra.vector.SectionFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesSectionTest {
  @TempDir Path directory;

  private static SectionFile.Content content(List<Entry> entries) {
    return output ->
        TimesWriter.write(
            output,
            entries.stream().mapToLong(Entry::time).toArray(),
            entries.stream().mapToInt(Entry::document).toArray());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 100, 5000})
  void rangesAgreeWithASortedList(int count) throws IOException {
    Random random = new Random(TimeReference.printedSeed("times section"));
    for (int round = 0; round < 4; round++) {
      List<Entry> entries = TimeReference.random(random, count);
      try (SectionFile file = SectionFile.of(directory.resolve("" + round), content(entries))) {
        TimesSection section = TimesSection.open(file.section());
        TimeReference.assertRangesMatch(entries, section, random);
      }
    }
  }

  @Test
  void timesOutOfOrderAreRefused() throws IOException {
    SectionFile.Content unordered =
        output -> {
          output.writeInt(4);
          output.writeInt(0);
          for (long time : new long[] {10, 40, 30, 50}) {
            output.writeLong(time);
          }
          for (int document = 0; document < 4; document++) {
            output.writeInt(document);
          }
        };
    try (SectionFile file = SectionFile.of(directory, unordered)) {
      TimesSection section = TimesSection.open(file.section());
      assertThrows(CorruptFileException.class, () -> readAll(section.ascending(0, 100)));
      assertThrows(CorruptFileException.class, () -> readAll(section.descending(0, 100)));
    }
  }

  private static void readAll(TimeCursor cursor) {
    while (cursor.next()) {
      assertTrue(cursor.document() >= 0);
    }
  }

  @Test
  void documentsMustAscend() throws IOException {
    SectionFile.write(
        directory,
        output -> {
          assertThrows(
              IllegalArgumentException.class,
              () -> TimesWriter.write(output, new long[] {1, 2}, new int[] {4, 4}));
          assertThrows(
              IllegalArgumentException.class,
              () -> TimesWriter.write(output, new long[] {1, 2}, new int[] {4}));
          assertEquals(0, output.position());
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void countThatDoesNotFitIsCorrupt(int count) throws IOException {
    SectionFile.Content twoEntries =
        output -> {
          output.writeInt(count);
          output.align(32);
        };
    try (SectionFile file = SectionFile.of(directory, twoEntries)) {
      assertThrows(CorruptFileException.class, () -> TimesSection.open(file.section()));
    }
  }

  @Test
  void damagedPageIsFoundWhenItIsRead() throws IOException {
    SectionFile.write(directory, content(TimeReference.random(new Random(1), 20_000)));
    SectionFile.flipBit(directory, SectionFile.SECTION_OFFSET + 8 + 8 * 10_000);
    try (SectionFile file = SectionFile.open(directory)) {
      TimesSection section = TimesSection.open(file.section());
      assertThrows(
          CorruptFileException.class,
          () -> TimeReference.read(section.ascending(Long.MIN_VALUE, Long.MAX_VALUE)));
    }
  }
}

package dev.sutra.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What time sources are held to: the entries in a sorted list. */
final class TimeReference {
  record Entry(long time, int document) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Integer.compare(document, other.document);
    }
  }

  private TimeReference() {}

  static long printedSeed(String test) {
    long seed = System.nanoTime();
    System.out.println(test + " seed " + seed);
    return seed;
  }

  /** Entries of ascending documents; their times repeat, mostly rise, or leap. */
  static List<Entry> random(Random random, int count) {
    List<Entry> entries = new ArrayList<>();
    int range = 1 + random.nextInt(2 * count + 1);
    boolean rising = random.nextBoolean();
    for (int i = 0; i < count; i++) {
      long time = rising ? i + random.nextInt(5) : random.nextInt(range) - range / 2;
      int document = i == 0 ? 0 : entries.get(i - 1).document + 1 + random.nextInt(3);
      entries.add(new Entry(time, document));
    }
    if (count > 5) {
      entries.set(2, new Entry(Long.MIN_VALUE, entries.get(2).document));
      entries.set(4, new Entry(Long.MAX_VALUE, entries.get(4).document));
    }
    return entries;
  }

  private static final long[] LIMITS = {
    Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, 1, Long.MAX_VALUE - 1, Long.MAX_VALUE
  };

  static List<Entry> read(TimeCursor cursor) {
    List<Entry> entries = new ArrayList<>();
    while (cursor.next()) {
      entries.add(new Entry(cursor.time(), cursor.document()));
    }
    assertFalse(cursor.next(), "the end stays the end");
    return entries;
  }

  static void assertRangesMatch(List<Entry> entries, TimeSource source, Random random) {
    assertEquals(entries.size(), source.size());
    List<Entry> sorted = new ArrayList<>(entries);
    Collections.sort(sorted);
    for (long from : LIMITS) {
      for (long to : LIMITS) {
        assertRangeMatches(sorted, source, from, to);
      }
    }
    for (int i = 0; i < 50; i++) {
      long range = entries.size() + 2L;
      long from = random.nextLong(2 * range) - range;
      assertRangeMatches(sorted, source, from, from + random.nextLong(range) - 2);
    }
  }

  private static void assertRangeMatches(
      List<Entry> sorted, TimeSource source, long from, long to) {
    List<Entry> expected =
        new ArrayList<>(
            sorted.stream().filter(entry -> entry.time >= from && entry.time <= to).toList());
    assertEquals(expected, read(source.ascending(from, to)));
    Collections.reverse(expected);
    assertEquals(expected, read(source.descending(from, to)));
  }
}

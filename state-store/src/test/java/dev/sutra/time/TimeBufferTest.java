package dev.sutra.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.time.TimeReference.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TimeBufferTest {
  @Test
  void rangesAgreeWithASortedList() {
    Random random = new Random(TimeReference.printedSeed("time buffer"));
    for (int count : new int[] {0, 1, 2, 3, 15, 16, 17, 100, 1000, 5000}) {
      for (int round = 0; round < 4; round++) {
        List<Entry> entries = TimeReference.random(random, count);
        TimeBuffer buffer = new TimeBuffer();
        entries.forEach(entry -> buffer.add(entry.time(), entry.document()));
        TimeReference.assertRangesMatch(entries, buffer, random);
        assertTrue(buffer.bytes() >= 20L * count);
      }
    }
  }

  @Test
  void documentsMustAscend() {
    TimeBuffer buffer = new TimeBuffer();
    assertThrows(IllegalArgumentException.class, () -> buffer.add(5, -1));
    buffer.add(5, 3);
    assertThrows(IllegalArgumentException.class, () -> buffer.add(6, 3));
    assertEquals(1, buffer.size());
  }

  @Test
  void openCursorOutlivesLaterAdds() {
    TimeBuffer buffer = new TimeBuffer();
    for (int i = 0; i < 10; i++) {
      buffer.add(10L * i, i);
    }
    TimeCursor up = buffer.ascending(0, 100);
    TimeCursor down = buffer.descending(0, 100);
    assertTrue(up.next() && down.next());
    for (int i = 10; i < 5000; i++) {
      buffer.add(i % 100, i);
    }
    List<Integer> old = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    assertEquals(old, oldDocuments(up));
    Collections.reverse(old);
    assertEquals(old, oldDocuments(down));
  }

  /** The first ten documents added, as a cursor that stands on one of them shows them. */
  private static List<Integer> oldDocuments(TimeCursor cursor) {
    List<Integer> documents = new ArrayList<>();
    do {
      if (cursor.document() < 10) {
        documents.add(cursor.document());
      }
    } while (cursor.next());
    return documents;
  }

  @Test
  void readersMissNothingThatWasAddedBefore() throws Exception {
    int count = 30_000;
    Random random = new Random(TimeReference.printedSeed("time buffer readers"));
    long[] times = random.longs(count, 0, 1000).toArray();
    TimeBuffer buffer = new TimeBuffer();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Integer> up = threads.submit(reader(buffer, times, true));
      Future<Integer> down = threads.submit(reader(buffer, times, false));
      for (int i = 0; i < count; i++) {
        buffer.add(times[i], i);
      }
      assertTrue(up.get() > 0);
      assertTrue(down.get() > 0);
    }
  }

  private static Callable<Integer> reader(TimeBuffer buffer, long[] times, boolean ascending) {
    return () -> {
      int rounds = 0;
      for (int size = 0; size < times.length; rounds++) {
        size = buffer.size();
        TimeCursor cursor = ascending ? buffer.ascending(0, 1000) : buffer.descending(0, 1000);
        int seen = 0;
        long last = ascending ? -1 : 1000;
        while (cursor.next()) {
          assertEquals(times[cursor.document()], cursor.time());
          assertTrue(ascending ? cursor.time() >= last : cursor.time() <= last);
          last = cursor.time();
          seen += cursor.document() < size ? 1 : 0;
        }
        assertEquals(size, seen);
      }
      return rounds;
    };
  }
}

package dev.sutra.memtable;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SkipListTest {
  private record Version(String key, long sequence) {}

  private static final Comparator<Version> ORDER =
      Comparator.comparing(Version::key)
          .thenComparing(Version::sequence, Comparator.reverseOrder());

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @Test
  void agreesWithASortedMap() {
    SkipList list = new SkipList();
    TreeMap<Version, byte[]> map = new TreeMap<>(ORDER);
    for (int sequence = 1; sequence <= 5_000; sequence++) {
      byte[] value = value(sequence);
      String key = randomKey();
      insert(list, key, sequence, value);
      map.put(new Version(key, sequence), value);
    }
    int node = list.first();
    for (Map.Entry<Version, byte[]> entry : map.entrySet()) {
      assertNode(list, node, entry);
      node = list.next(node);
    }
    assertEquals(0, node, "seed " + seed);
    for (int i = 0; i < 5_000; i++) {
      Version target = new Version(randomKey(), random.nextInt(5_500));
      byte[] key = target.key.getBytes(US_ASCII);
      Map.Entry<Version, byte[]> expected = map.ceilingEntry(target);
      int found = list.seek(key, 0, key.length, target.sequence);
      assertEquals(expected == null, found == 0, "seed " + seed);
      if (expected != null) {
        assertNode(list, found, expected);
      }
      boolean same = expected != null && expected.getKey().key.equals(target.key);
      assertEquals(same ? found : 0, list.find(key, 0, key.length, target.sequence));
    }
  }

  @Test
  void ofEqualKeyAndSequenceTheLaterComesFirst() {
    SkipList list = new SkipList();
    insert(list, "k", 1, value(1));
    insert(list, "k", 1, value(2));
    byte[] key = {'k'};
    assertArrayEquals(value(2), valueOf(list, list.find(key, 0, 1, 1)));
  }

  @Test
  void valuesLongerThanAChunkComeBack() {
    SkipList list = new SkipList();
    byte[] large = new byte[1 << 20];
    random.nextBytes(large);
    insert(list, "a", 1, value(1));
    insert(list, "b", 2, large);
    insert(list, "c", 3, value(3));
    assertArrayEquals(value(1), valueOf(list, list.find(new byte[] {'a'}, 0, 1, 9)));
    assertArrayEquals(large, valueOf(list, list.find(new byte[] {'b'}, 0, 1, 9)));
    assertArrayEquals(value(3), valueOf(list, list.find(new byte[] {'c'}, 0, 1, 9)));
  }

  @Test
  void readersSeeEverythingThatIsPublishedInOrder() throws Exception {
    int versions = 60_000;
    SkipList list = new SkipList();
    AtomicInteger published = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        readers.add(threads.submit(() -> read(list, published, versions)));
      }
      for (int sequence = 1; sequence <= versions; sequence++) {
        insert(list, key(sequence), sequence, value(sequence));
        published.set(sequence);
      }
      for (Future<?> reader : readers) {
        reader.get();
      }
    }
  }

  private static void read(SkipList list, AtomicInteger published, int versions) {
    int seen = 0;
    Random choices = new Random(1);
    while (seen < versions) {
      seen = published.get();
      if (seen == 0) {
        continue;
      }
      int wanted = 1 + choices.nextInt(seen);
      byte[] key = key(wanted).getBytes(US_ASCII);
      int node = list.find(key, 0, key.length, wanted);
      assertEquals(wanted, list.sequence(node));
      assertArrayEquals(value(wanted), valueOf(list, node));
      int next = list.next(node);
      for (int i = 0; i < 10 && next != 0; i++) {
        int order = list.compareKey(next, key, 0, key.length);
        assertEquals(true, order >= 0, "keys descend");
        next = list.next(next);
      }
    }
  }

  private static void insert(SkipList list, String key, long sequence, byte[] value) {
    byte[] bytes = key.getBytes(US_ASCII);
    list.insert(sequence, bytes, 0, bytes.length, value, 0, value.length, (int) sequence);
  }

  private void assertNode(SkipList list, int node, Map.Entry<Version, byte[]> expected) {
    byte[] key = expected.getKey().key.getBytes(US_ASCII);
    assertEquals(true, list.hasKey(node, key, 0, key.length), "seed " + seed);
    assertEquals(expected.getKey().sequence, list.sequence(node), "seed " + seed);
    assertEquals(expected.getKey().sequence, list.document(node), "seed " + seed);
    assertArrayEquals(expected.getValue(), valueOf(list, node), "seed " + seed);
  }

  private static byte[] valueOf(SkipList list, int node) {
    int start = list.keyOffset(node) + list.keyLength(node);
    return Arrays.copyOfRange(list.keyChunk(node), start, start + list.valueLength(node));
  }

  private String randomKey() {
    return "shared/" + "x".repeat(random.nextInt(3)) + random.nextInt(1_000);
  }

  private static String key(int sequence) {
    return "k" + (sequence * 7919L) % 5_003;
  }

  private static byte[] value(int sequence) {
    return ("value " + sequence).getBytes(US_ASCII);
  }
}

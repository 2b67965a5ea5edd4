package dev.sutra.memtable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Readers at published sequences while one thread writes. The value of a row is its sequence, and
 * the order of keys is such that the tree changes in all its ways under the readers' eyes; so what
 * each sequence must show can be computed.
 */
class RadixTreeReadersTest {
  private static final int READERS = 3;
  private static final int ROUNDS = 6;
  private static final int WRITES = 12_000;
  private static final int KEYS = 4_000;

  private final long seed = new Random().nextLong();

  @Test
  void readersSeeWhatTheirSequenceHolds() throws Exception {
    Random random = new Random(seed);
    try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
      for (int round = 0; round < ROUNDS; round++) {
        round(threads, keys(random), random);
      }
    }
  }

  private void round(ExecutorService threads, byte[][] keys, Random random) throws Exception {
    // By write: which key it sets.
    int[] choices = random.ints(WRITES, 0, keys.length).toArray();
    RadixTree tree = new RadixTree();
    AtomicLong published = new AtomicLong();
    List<Future<?>> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      long readerSeed = random.nextLong();
      readers.add(threads.submit(() -> new Reader(tree, keys, choices, readerSeed).run(published)));
    }
    byte[] value = new byte[0];
    for (int i = 0; i < WRITES; i++) {
      byte[] key = keys[choices[i]];
      tree.insert(i + 1L, key, 0, key.length, value, 0, 0, choices[i]);
      published.set(i + 1L);
    }
    for (Future<?> reader : readers) {
      reader.get();
    }
  }

  /** Keys in order: few bytes, such that nodes of all kinds, prefixes and ends come about. */
  private static byte[][] keys(Random random) {
    byte[][] keys = new byte[KEYS][];
    for (int i = 0; i < KEYS; i++) {
      byte[] key = new byte[1 + random.nextInt(6)];
      for (int at = 0; at < key.length; at++) {
        key[at] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : random.nextInt(3) - 1);
      }
      keys[i] = key;
    }
    Arrays.sort(keys, Arrays::compareUnsigned);
    List<byte[]> distinct = new ArrayList<>();
    for (byte[] key : keys) {
      if (distinct.isEmpty() || !Arrays.equals(distinct.getLast(), key)) {
        distinct.add(key);
      }
    }
    return distinct.toArray(byte[][]::new);
  }

  /** Reads at one sequence after the other; keeps what its sequence must show. */
  private final class Reader {
    private final RadixTree tree;
    private final byte[][] keys;
    private final int[] choices;
    private final Random random;
    // By key: the sequence of the version that is seen; 0: none.
    private final long[] newest;

    Reader(RadixTree tree, byte[][] keys, int[] choices, long readerSeed) {
      this.tree = tree;
      this.keys = keys;
      this.choices = choices;
      this.random = new Random(readerSeed);
      this.newest = new long[keys.length];
    }

    void run(AtomicLong published) {
      long sequence = 0;
      while (sequence < choices.length) {
        long next = published.get();
        for (long i = sequence; i < next; i++) {
          newest[choices[(int) i]] = i + 1;
        }
        sequence = next;
        for (int i = 0; i < 20; i++) {
          int key = random.nextInt(keys.length);
          check(key, tree.find(keys[key], 0, keys[key].length, sequence));
        }
        scan(random.nextInt(keys.length), 100, sequence);
        if (random.nextInt(20) == 0) {
          scan(0, keys.length, sequence);
        }
      }
      scan(0, keys.length, sequence);
    }

    private void scan(int from, int count, long sequence) {
      RadixCursor cursor = new RadixCursor(tree);
      int version = from == 0 ? cursor.first() : cursor.seek(keys[from], keys[from].length);
      for (int key = from; key < Math.min(keys.length, from + count); key++) {
        if (newest[key] == 0) {
          continue;
        }
        // Keys that are there, but not yet at this sequence.
        while (version != 0 && tree.versions().seen(version, sequence) == 0) {
          version = cursor.next();
        }
        assertTrue(version != 0, "a key is missing, seed " + seed);
        check(key, tree.versions().seen(version, sequence));
        version = cursor.next();
      }
    }

    private void check(int key, int version) {
      long sequence = version == 0 ? 0 : tree.versions().sequence(version);
      assertEquals(newest[key], sequence, "seed " + seed);
      if (version != 0) {
        int length = keys[key].length;
        assertEquals(-1, tree.versions().mismatch(version, 0, keys[key], 0, length));
        assertEquals(key, tree.versions().document(version), "seed " + seed);
      }
    }
  }
}

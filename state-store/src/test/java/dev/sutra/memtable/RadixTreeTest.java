package dev.sutra.memtable;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The tree beside a sorted map, with keys that are hard for it. */
class RadixTreeTest {
  private static final int KEY_BYTES_MAX = 65_535;

  /** Its key a char a byte, so that keys are ordered as by unsigned bytes. */
  private record Version(String key, long sequence) {
    static Version of(byte[] key, long sequence) {
      return new Version(new String(key, ISO_8859_1), sequence);
    }

    byte[] bytes() {
      return key.getBytes(ISO_8859_1);
    }
  }

  private static final Comparator<Version> ORDER =
      Comparator.comparing(Version::key)
          .thenComparing(Version::sequence, Comparator.reverseOrder());

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final RadixTree tree = new RadixTree();
  private final TreeMap<Version, byte[]> map = new TreeMap<>(ORDER);
  private long sequence;

  @Test
  void agreesOnKeysWithSharedParts() {
    agrees(
        5_000,
        () -> ("shared/" + "x".repeat(random.nextInt(3)) + number(1_000)).getBytes(US_ASCII));
  }

  @Test
  void agreesOnKeysOfFewBytesThatAreBeginningsOfEachOther() {
    agrees(5_000, () -> bytes(1 + random.nextInt(7), (byte) 0, (byte) 1, (byte) 0xff));
  }

  @Test
  void agreesOnRandomKeysOfAllBytes() {
    agrees(
        20_000,
        () -> {
          byte[] key = new byte[1 + random.nextInt(4)];
          random.nextBytes(key);
          return key;
        });
  }

  @Test
  void agreesOnEveryByteBelowOneNode() {
    // Each arrival order makes the node grow through all its kinds.
    agrees(2_000, () -> new byte[] {7, (byte) random.nextInt(256)});
  }

  @Test
  void agreesOnLongKeysThatDifferAnywhere() {
    byte[] longest = new byte[KEY_BYTES_MAX];
    random.nextBytes(longest);
    agrees(
        150,
        () -> {
          byte[] key = Arrays.copyOf(longest, KEY_BYTES_MAX - random.nextInt(4));
          key[random.nextInt(key.length)] ^= (byte) random.nextInt(3);
          return key;
        });
  }

  @Test
  void agreesOnAscendingKeys() {
    int[] next = new int[1];
    agrees(20_000, () -> String.format("%08d", next[0]++).getBytes(US_ASCII));
  }

  @Test
  void agreesOnManyVersionsOfFewKeys() {
    agrees(5_000, () -> new byte[] {(byte) random.nextInt(3)});
  }

  @Test
  void ofEqualKeyAndSequenceTheLaterCounts() {
    byte[] key = {'k'};
    tree.insert(1, key, 0, 1, new byte[] {1}, 0, 1, -1);
    tree.insert(1, key, 0, 1, new byte[] {2}, 0, 1, -1);
    assertArrayEquals(new byte[] {2}, valueOf(tree.find(key, 0, 1, 1)));
  }

  @Test
  void keysAndValuesAreTakenFromTheMiddleOfArrays() {
    byte[] array = "..key..".getBytes(US_ASCII);
    tree.insert(1, array, 2, 3, array, 1, 5, 4);
    int version = tree.find("key".getBytes(US_ASCII), 0, 3, 1);
    assertArrayEquals(".key.".getBytes(US_ASCII), valueOf(version));
    assertEquals(version, tree.find(array, 2, 3, 1));
    assertEquals(0, tree.find(array, 2, 4, 1));
    assertEquals(0, tree.find(array, 2, 2, 1));
    assertEquals(4, tree.versions().document(version));
  }

  @Test
  void valuesLongerThanAChunkComeBack() {
    List<byte[]> values = new ArrayList<>();
    for (int length : new int[] {3, 3 << 20, 0, 1 << 20, (1 << 20) - 48, 5, 1 << 14, 70_000}) {
      byte[] value = new byte[length];
      random.nextBytes(value);
      tree.insert(1, new byte[] {(byte) values.size()}, 0, 1, value, 0, length, -1);
      values.add(value);
    }
    for (int i = 0; i < values.size(); i++) {
      assertArrayEquals(values.get(i), valueOf(tree.find(new byte[] {(byte) i}, 0, 1, 9)));
    }
  }

  @Test
  void whatIsHeldIsCounted() {
    assertEquals(0, tree.bytes());
    tree.insert(1, new byte[10], 0, 10, new byte[1_000], 0, 1_000, -1);
    assertUsed(1_034, 4_096);
    // Versions and inner nodes, with what is left of the last chunks.
    long content = tree.bytes();
    for (int i = 1; i <= 50_000; i++) {
      byte[] key = ByteBuffer.allocate(12).putInt(8, i * 0x9e3779b9).array();
      tree.insert(2, key, 0, 12, new byte[200], 0, 200, -1);
      content += 24 + 12 + 200;
      if (Integer.bitCount(i) == 1 || i == 50_000) {
        assertUsed(content, content * 2);
      }
    }
  }

  private void assertUsed(long min, long max) {
    assertTrue(tree.bytes() >= min && tree.bytes() <= max, () -> tree.bytes() + " for " + min);
  }

  private void agrees(int versions, Supplier<byte[]> keys) {
    List<byte[]> used = new ArrayList<>();
    for (int i = 0; i < versions; i++) {
      sequence += random.nextInt(3) == 0 ? 0 : 1;
      byte[] key = keys.get();
      insert(key);
      used.add(key);
    }
    List<Long> sequences = List.of(sequence, sequence / 2, 1L, 0L, Long.MAX_VALUE);
    for (long seen : sequences) {
      walkAgrees(seen);
    }
    for (int i = 0; i < Math.min(versions, 2_000); i++) {
      byte[] key = i % 2 == 0 ? keys.get() : near(used.get(random.nextInt(used.size())));
      long seen = random.nextLong(sequence + 2);
      findAgrees(key, seen);
      seekAgrees(key);
    }
  }

  private void insert(byte[] key) {
    byte[] value = bytes(random.nextInt(20), (byte) 1, (byte) 2);
    int valueLength = random.nextInt(8) == 0 ? -1 : value.length;
    int document = random.nextInt(100) - 1;
    byte[] kept = valueLength < 0 ? new byte[] {-1} : value;

    int older = tree.find(key, 0, key.length, Long.MAX_VALUE);
    int inserted = tree.insert(sequence, key, 0, key.length, value, 0, valueLength, document);
    assertEquals(older, tree.versions().older(inserted), "seed " + seed);
    assertEquals(document, tree.versions().document(inserted), "seed " + seed);
    map.put(Version.of(key, sequence), kept);
  }

  /** A key that differs little from one that is there. */
  private byte[] near(byte[] key) {
    byte[] near = Arrays.copyOf(key, Math.max(1, key.length + random.nextInt(3) - 1));
    near[random.nextInt(near.length)] += (byte) (random.nextInt(3) - 1);
    return near;
  }

  private void findAgrees(byte[] key, long seen) {
    Map.Entry<Version, byte[]> expected = map.ceilingEntry(Version.of(key, seen));
    int found = tree.find(key, 0, key.length, seen);
    if (expected == null || !Arrays.equals(expected.getKey().bytes(), key)) {
      assertEquals(0, found, "seed " + seed);
    } else {
      assertVersion(found, expected);
    }
  }

  private void walkAgrees(long seen) {
    RadixCursor cursor = new RadixCursor(tree);
    int newest = cursor.first();
    String previous = null;
    for (Map.Entry<Version, byte[]> entry : map.entrySet()) {
      Version version = entry.getKey();
      boolean first = !version.key.equals(previous);
      if (first) {
        newest = previous == null ? newest : cursor.next();
        assertVersion(newest, entry);
        int visible = tree.versions().seen(newest, seen);
        Map.Entry<Version, byte[]> expected = map.ceilingEntry(new Version(version.key, seen));
        if (expected == null || !expected.getKey().key.equals(version.key)) {
          assertEquals(0, visible, "seed " + seed);
        } else {
          assertVersion(visible, expected);
        }
      }
      previous = version.key;
    }
    assertEquals(0, cursor.next(), "seed " + seed);
  }

  private void seekAgrees(byte[] key) {
    RadixCursor cursor = new RadixCursor(tree);
    int newest = cursor.seek(key, key.length);
    Map.Entry<Version, byte[]> expected = map.ceilingEntry(Version.of(key, Long.MAX_VALUE));
    for (int i = 0; i < 5; i++) {
      assertEquals(expected == null, newest == 0, "seed " + seed);
      if (expected == null) {
        return;
      }
      assertVersion(newest, expected);
      newest = cursor.next();
      expected = map.higherEntry(new Version(expected.getKey().key, -1));
    }
  }

  private void assertVersion(int version, Map.Entry<Version, byte[]> expected) {
    byte[] key = expected.getKey().bytes();
    assertEquals(-1, tree.versions().mismatch(version, 0, key, 0, key.length), "seed " + seed);
    assertEquals(expected.getKey().sequence, tree.versions().sequence(version), "seed " + seed);
    assertArrayEquals(expected.getValue(), valueOf(version), "seed " + seed);
  }

  private byte[] valueOf(int version) {
    RowVersions versions = tree.versions();
    int start = RowVersions.keyOffset(version) + versions.keyLength(version);
    int length = versions.valueLength(version);
    return length < 0
        ? new byte[] {-1}
        : Arrays.copyOfRange(versions.chunk(version), start, start + length);
  }

  private String number(int bound) {
    return Integer.toString(random.nextInt(bound));
  }

  private byte[] bytes(int length, byte... from) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = from[random.nextInt(from.length)];
    }
    return bytes;
  }
}

package dev.sutra.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A dead letter is never larger than its topic takes, and says what was cut. */
class DeadLetterSizeTest {
  private static final int BYTES_MAX = 10_000;
  private static final Origin ORIGIN = new Origin("events", 3, 41);

  @Test
  void aLetterThatFitsIsNotCut() {
    Record<byte[], byte[]> letter = letter(record(bytes(10), bytes(9_000), 3));
    assertArrayEquals(bytes(9_000), letter.value());
    assertNull(letter.headers().lastHeader(DeadLetter.CUT));
  }

  @Test
  void theValueIsCutFirst() {
    Record<byte[], byte[]> letter = letter(record(bytes(10), bytes(20_000), 3));
    assertEquals("value=20000", header(letter, DeadLetter.CUT));
    assertArrayEquals(bytes(10), letter.key());
    assertEquals(3, own(letter));
    assertTrue(letter.value().length > 9_000, "as much as fits: " + letter.value().length);
    assertArrayEquals(Arrays.copyOf(bytes(20_000), letter.value().length), letter.value());
    assertEquals("3", header(letter, DeadLetter.PARTITION));
    assertEquals("41", header(letter, DeadLetter.OFFSET));
  }

  @Test
  void headersGoBeforeTheKeyIsCut() {
    Record<byte[], byte[]> letter = letter(record(bytes(10), bytes(20), 2_000));
    assertTrue(header(letter, DeadLetter.CUT).startsWith("headers="));
    assertEquals(0, own(letter));
    assertArrayEquals(bytes(10), letter.key());
    assertArrayEquals(bytes(20), letter.value());
  }

  @Test
  void theKeyIsCutLast() {
    Record<byte[], byte[]> letter = letter(record(bytes(30_000), null, 0));
    assertEquals("key=30000", header(letter, DeadLetter.CUT));
    assertNull(letter.value());
    assertTrue(letter.key().length > 9_000, "as much as fits: " + letter.key().length);
  }

  @Test
  void noLetterIsLargerThanItsTopicTakes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      byte[] key = random.nextInt(5) == 0 ? null : bytes(random.nextInt(12_000));
      byte[] value = random.nextInt(5) == 0 ? null : bytes(random.nextInt(12_000));
      Record<byte[], byte[]> record = record(key, value, random.nextInt(1_000));
      String reason = "ü".repeat(random.nextInt(1_200));
      Record<byte[], byte[]> letter = DeadLetter.of(record, ORIGIN, reason, BYTES_MAX);
      assertTrue(RecordSize.of(letter) <= BYTES_MAX, "seed " + seed);
      assertEquals(key == null, letter.key() == null, "seed " + seed);
      assertEquals(value == null, letter.value() == null, "seed " + seed);
      boolean whole = Arrays.equals(key, letter.key()) && Arrays.equals(value, letter.value());
      boolean told = letter.headers().lastHeader(DeadLetter.CUT) != null;
      assertTrue(whole || told, "seed " + seed);
    }
  }

  private static Record<byte[], byte[]> letter(Record<byte[], byte[]> record) {
    Record<byte[], byte[]> letter = DeadLetter.of(record, ORIGIN, "bad", BYTES_MAX);
    assertTrue(RecordSize.of(letter) <= BYTES_MAX);
    return letter;
  }

  // A record may be without a key or a value.
  @SuppressWarnings("NullAway")
  private static Record<byte[], byte[]> record(
      byte @Nullable [] key, byte @Nullable [] value, int headers) {
    Record<byte[], byte[]> record = new Record<>(key, value, 7);
    IntStream.range(0, headers)
        .forEach(i -> record.headers().add("own" + i, i % 2 == 0 ? null : new byte[i % 5]));
    return record;
  }

  private static long own(Record<byte[], byte[]> letter) {
    return Arrays.stream(letter.headers().toArray())
        .filter(header -> header.key().startsWith("own"))
        .count();
  }

  private static String header(Record<byte[], byte[]> letter, String name) {
    Header header = letter.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}

package dev.sutra.bench.rows;

import dev.sutra.record.Association;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.RowKeys;
import dev.sutra.record.SourcePosition;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/**
 * Records with 32-byte keys and 200-byte values that the engine takes: half-edges at their targets,
 * whose values a long topic name fills up. About 244 of them share a target, that is a prefix.
 */
final class Records {
  static final int KEY_BYTES = 32;
  static final int VALUE_BYTES = 200;

  private static final int PER_PREFIX = 244;
  private static final long SEED = 1;
  private static final String TYPE = "LINK";
  private static final String TOPIC = "t".repeat(167);
  // Four bytes as a varint.
  private static final long OFFSET = 1L << 21;
  private static final int CREATED_AT = 2;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final int prefixes;
  private final byte[][] shuffled;
  private final byte[][] sorted;
  private final byte[] value;

  Records(int count) {
    prefixes = Math.max(1, count / PER_PREFIX);
    shuffled = new byte[count][];
    for (int i = 0; i < count; i++) {
      shuffled[i] = key(i % prefixes, i / prefixes);
    }
    shuffle(shuffled, new Random(SEED));
    sorted = shuffled.clone();
    Arrays.sort(sorted, Arrays::compareUnsigned);
    Association association = Association.of("s", TYPE, "t", 1, 0);
    value = AssociationRow.encode(association, new SourcePosition(TOPIC, 0, OFFSET));
    if (sorted[0].length != KEY_BYTES || value.length != VALUE_BYTES) {
      throw new IllegalStateException(
          "records of " + sorted[0].length + " + " + value.length + " bytes");
    }
  }

  int count() {
    return shuffled.length;
  }

  /** All keys in an order that has nothing to do with theirs, the same in each run. */
  byte[][] shuffled() {
    return shuffled;
  }

  /** All keys in order. */
  byte[][] sorted() {
    return sorted;
  }

  /** A new value that differs from those of other numbers. */
  byte[] value(int number) {
    byte[] copy = value.clone();
    LONG.set(copy, CREATED_AT, (long) number);
    return copy;
  }

  /** The prefix of about 244 keys. */
  byte[] prefix(Random random) {
    return RowKeys.edges(RowKeys.EDGE_IN, target(random.nextInt(prefixes)));
  }

  /** A key that is not there, between keys that are. */
  byte[] absentKey(Random random) {
    byte[] key = shuffled[random.nextInt(shuffled.length)].clone();
    key[KEY_BYTES - 1] = 'x';
    return key;
  }

  private static byte[] key(int prefix, int number) {
    return RowKeys.edgeIn(target(prefix), TYPE, "s" + digits(number, 12));
  }

  private static String target(int number) {
    return "t" + digits(number, 11);
  }

  private static String digits(int number, int length) {
    String digits = Integer.toString(number);
    return "0".repeat(length - digits.length()) + digits;
  }

  private static void shuffle(byte[][] keys, Random random) {
    for (int i = keys.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      byte[] swapped = keys[i];
      keys[i] = keys[other];
      keys[other] = swapped;
    }
  }
}

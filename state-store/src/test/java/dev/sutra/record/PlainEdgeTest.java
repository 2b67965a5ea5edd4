package dev.sutra.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is vouched for decodes; what people write is vouched for. */
class PlainEdgeTest {
  private static final int MUTATIONS = 300_000;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @Test
  void ordinaryRowsArePlain() {
    for (SourcePosition source :
        new SourcePosition[] {
          null,
          new SourcePosition("", 0, 0),
          new SourcePosition("topic", 7, 1L << 40),
          new SourcePosition("t".repeat(1_024), 1 << 27, 1L << 62)
        }) {
      Association association =
          new Association("s".repeat(128), "t".repeat(128), "x".repeat(256), 0, 1, -1, 1L << 50);
      byte[] key = RowKeys.edgeOut(association.source(), association.type(), association.target());
      assertTrue(isPlain(key, AssociationRow.encode(association, source)));
    }
    assertTrue(isPlain(RowKeys.edgeIn("a", "b", "c"), value(1)));
  }

  @Test
  void rowsThatAreNotPlainAreDecoded() {
    byte[] key = RowKeys.edgeIn("café", "类型", "x".repeat(256));
    assertFalse(isPlain(key, value(1)));
    check(key, value(1));
    byte[] broken = key.clone();
    broken[6] = (byte) 0xff;
    assertThrows(RowFormatException.class, () -> check(broken, value(1)));
    assertThrows(
        RowFormatException.class,
        () -> check(RowKeys.edgeOut("a", "b", "x".repeat(257)), value(1)));
    assertThrows(RowFormatException.class, () -> check(RowKeys.edgeOut("a", "b", ""), value(1)));
    byte[] heavy = value(1);
    heavy[AssociationHeader.WEIGHT + 3] = 0x7f;
    assertThrows(RowFormatException.class, () -> check(RowKeys.edgeOut("a", "b", "c"), heavy));
  }

  @Test
  void whatIsPlainDecodes() {
    int plain = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] key = RowKeys.edgeIn(name(3), name(3), name(3));
      byte[] value = value(random.nextInt(3));
      key = mutated(key);
      value = mutated(value);
      if (isPlain(key, value)) {
        plain++;
        try {
          AssociationRow.decode(key, value);
        } catch (RowFormatException e) {
          throw new AssertionError(
              Arrays.toString(key) + Arrays.toString(value) + " seed " + seed, e);
        }
      }
    }
    assertTrue(plain > MUTATIONS / 10 && plain < MUTATIONS, "seed " + seed + ": " + plain);
  }

  @Test
  void theLengthOfAStringIsThatOfItsBytes() {
    for (String text : new String[] {"a", "é", "类", "😀", "a😀é类\u0000", "\u07ff\u0800\uffff"}) {
      int bytes = text.getBytes(UTF_8).length;
      Limits.checkLength("x", text, bytes, bytes);
      assertEquals(
          "x is longer than " + (bytes - 1) + " bytes of UTF-8 (" + bytes + " or more)",
          assertThrows(
                  IllegalArgumentException.class, () -> Limits.checkLength("x", text, 0, bytes - 1))
              .getMessage());
    }
    for (String text : new String[] {"\ud800", "a\udc00", "\ud800\ud800", "\ud83dx"}) {
      assertThrows(IllegalArgumentException.class, () -> Limits.checkLength("x", text, 0, 100));
    }
  }

  private byte[] value(int kind) {
    Association association = new Association("s", "t", "x", 0.5f, 1, 0, 0);
    SourcePosition source =
        kind == 0
            ? null
            : new SourcePosition(
                name(kind == 1 ? 3 : 200), random.nextInt(300), random.nextInt(1 << 30));
    return AssociationRow.encode(association, source);
  }

  private String name(int lengthMax) {
    return "n".repeat(1 + random.nextInt(lengthMax));
  }

  private byte[] mutated(byte[] bytes) {
    byte[] mutated =
        random.nextInt(4) == 0
            ? Arrays.copyOf(bytes, Math.max(1, bytes.length + random.nextInt(5) - 2))
            : bytes.clone();
    if (random.nextInt(2) == 0) {
      mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
    }
    return mutated;
  }

  private static boolean isPlain(byte[] key, byte[] value) {
    byte[] both = both(key, value);
    return PlainEdge.isValid(both, 1, key.length, 1 + key.length, value.length);
  }

  private static void check(byte[] key, byte[] value) {
    AssociationRow.check(both(key, value), 1, key.length, 1 + key.length, value.length);
  }

  /** Key and value in an array, with bytes around them that would not be valid. */
  private static byte[] both(byte[] key, byte[] value) {
    byte[] both = new byte[key.length + value.length + 2];
    Arrays.fill(both, (byte) 0xff);
    System.arraycopy(key, 0, both, 1, key.length);
    System.arraycopy(value, 0, both, 1 + key.length, value.length);
    return both;
  }
}

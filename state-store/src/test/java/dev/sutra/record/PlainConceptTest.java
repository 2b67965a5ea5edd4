package dev.sutra.record;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlainConceptTest {
  private static final int MUTATIONS = 200_000;

  private final Random random = new Random(7);

  @Test
  void ordinaryRowsNeedNoDecoding() {
    for (int i = 0; i < 1_000; i++) {
      assertTrue(isPlain(RowKeys.concept("größer/" + i), row()));
    }
  }

  /** A changed row is accepted if the decoder accepts it, unless its vector is not finite. */
  @Test
  void changedRowsAreJudgedAsTheDecoderDoes() {
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] key = RowKeys.concept("größer/" + i % 100);
      byte[] value = row();
      byte[] changed = random.nextInt(8) == 0 ? key : value;
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      if (random.nextInt(16) == 0) {
        value = Arrays.copyOf(value, random.nextInt(value.length + 2));
      }
      if (key[0] != RowKeys.CONCEPT) {
        continue;
      }
      if (isPlain(key, value) && isFinite(value)) {
        byte[] plain = value;
        assertDoesNotThrow(
            () -> ConceptRow.decode(RowKeys.checkedConceptId(key), plain),
            () -> Arrays.toString(key) + Arrays.toString(plain));
      }
    }
  }

  @Test
  void aRowThatIsNotPlainIsDecoded() {
    byte[] value = row();
    byte[] bad = {1, 0, 0};
    byte[] key = RowKeys.concept("a");
    check(key, value);
    RowFormatException e = assertThrows(RowFormatException.class, () -> check(key, bad));
    assertTrue(String.valueOf(e.getMessage()).contains("cut short"), e.toString());
  }

  @Test
  void bytesAreUtf8WhereTheDecoderSaysSo() {
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] bytes = new byte[random.nextInt(6)];
      for (int at = 0; at < bytes.length; at++) {
        // Mostly bytes that matter.
        bytes[at] =
            (byte) (random.nextInt(4) == 0 ? random.nextInt(128) : 0x80 + random.nextInt(128));
      }
      assertEquals(
          decodes(bytes), Utf8.isValid(bytes, 0, bytes.length), () -> Arrays.toString(bytes));
    }
    byte[] text = "ASCII, größer, 漢字, 😀".getBytes(StandardCharsets.UTF_8);
    assertTrue(Utf8.isValid(text, 0, text.length));
  }

  private static boolean decodes(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private byte[] row() {
    Concept.Builder concept = Concept.builder("any").createdAt(random.nextLong());
    if (random.nextBoolean()) {
      concept.text("größer ".repeat(random.nextInt(30)));
    }
    if (random.nextBoolean()) {
      concept.attribute("color", "rot").attribute("legs", 4).attribute("high", 1.5);
    }
    if (random.nextBoolean()) {
      concept.attribute("yes", true).attribute("no", false);
    }
    if (random.nextBoolean()) {
      concept.vector(new float[] {1, 2, 3});
    }
    boolean source = random.nextBoolean();
    return ConceptRow.encode(
        concept.build(), source ? new SourcePosition("in", 3, random.nextInt() & 0xfffffff) : null);
  }

  private static boolean isFinite(byte[] value) {
    if (!ConceptRow.hasVector(value, 0)) {
      return true;
    }
    float[] vector = new float[ConceptRow.dimension(value, 0)];
    ConceptRow.readVector(value, 0, value.length, vector);
    for (float component : vector) {
      if (!Float.isFinite(component)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(byte[] key, byte[] value) {
    byte[] bytes = joined(key, value);
    return PlainConcept.isValid(bytes, 3, key.length, 3 + key.length, value.length);
  }

  private static void check(byte[] key, byte[] value) {
    Rows.checkConcept(joined(key, value), 3, key.length, 3 + key.length, value.length);
  }

  /** Key and value after three other bytes. */
  private static byte[] joined(byte[] key, byte[] value) {
    return ByteBuffer.allocate(3 + key.length + value.length)
        .put(3, key)
        .put(3 + key.length, value)
        .array();
  }
}

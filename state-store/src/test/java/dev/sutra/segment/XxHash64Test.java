package dev.sutra.segment;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The hash against the vectors of the reference implementation's self-test, and known texts. */
class XxHash64Test {
  private static final long PRIME32 = 2654435761L;
  private static final long PRIME64 = 0x9E3779B185EBCA8DL;

  @Test
  void agreesWithTheReferenceVectors() {
    byte[] buffer = new byte[222];
    long generator = PRIME32;
    for (int i = 0; i < buffer.length; i++) {
      buffer[i] = (byte) (generator >>> 56);
      generator *= PRIME64;
    }
    assertEquals(0xEF46DB3751D8E999L, XxHash64.hash(buffer, 0, 0));
    assertEquals(0xE934A84ADB052768L, XxHash64.hash(buffer, 0, 1));
    assertEquals(0x9136A0DCA57457EEL, XxHash64.hash(buffer, 0, 4));
    assertEquals(0x8282DCC4994E35C8L, XxHash64.hash(buffer, 0, 14));
    assertEquals(0xB641AE8CB691C174L, XxHash64.hash(buffer, 0, 222));
  }

  @Test
  void agreesWithKnownTexts() {
    assertEquals(0xD24EC4F1A98C6E5BL, hash("a"));
    assertEquals(0x44BC2CF5AD770999L, hash("abc"));
    assertEquals(0xFBCEA83C8A378BF1L, hash("Nobody inspects the spammish repetition"));
  }

  @Test
  void doesNotDependOnWhereTheBytesLie() {
    byte[] bytes = new byte[100];
    for (int length = 0; length <= bytes.length; length++) {
      byte[] shifted = new byte[length + 14];
      Arrays.fill(shifted, (byte) 7);
      for (int i = 0; i < length; i++) {
        bytes[i] = (byte) (31 * i);
        shifted[7 + i] = bytes[i];
      }
      assertEquals(XxHash64.hash(bytes, 0, length), XxHash64.hash(shifted, 7, length));
    }
  }

  private static long hash(String text) {
    return XxHash64.hash(text.getBytes(US_ASCII), 0, text.length());
  }
}

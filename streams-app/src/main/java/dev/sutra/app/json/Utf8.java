package dev.sutra.app.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 strictly: malformed input is an error, not replaced. */
public final class Utf8 {
  private Utf8() {}

  /**
   * Decodes a text.
   *
   * @param what names the text in messages
   * @throws IllegalArgumentException if it is not UTF-8
   */
  public static String decode(String what, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(what + " is not UTF-8", e);
    }
  }
}

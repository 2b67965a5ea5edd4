package dev.sutra.app.rest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 strictly: what is not, is a bad request, and never a replacement character. */
final class Utf8 {
  private Utf8() {}

  static String decode(String what, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw HttpProblem.badRequest(what + " is not UTF-8");
    }
  }
}

package dev.sutra.engine;

import java.util.Base64;

/** Cursors of pages as opaque text: bytes in URL-safe Base64. */
final class PageCursor {
  private static final int CHARACTERS_MAX = 2048;

  private PageCursor() {}

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Throws {@link IllegalArgumentException} if the text is none that {@link #encode} made. */
  static byte[] decode(String cursor) {
    if (cursor.length() > CHARACTERS_MAX) {
      throw invalid();
    }
    try {
      return Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("cursor is not one of this query", e);
    }
  }

  static IllegalArgumentException invalid() {
    return new IllegalArgumentException("cursor is not one of this query");
  }
}

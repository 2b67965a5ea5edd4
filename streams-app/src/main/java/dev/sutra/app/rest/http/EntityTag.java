package dev.sutra.app.rest.http;

import dev.sutra.app.rest.json.Payload;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Entity tags of concepts (RFC 9110, 8.8.3). They are weak: answers with the same tag show the same
 * concept, but say at other times how far to trust it.
 */
public final class EntityTag {
  private static final String WEAK = "W/";
  private static final int BYTES = 12;

  private EntityTag() {}

  /** The tag of what an answer shows. */
  public static String of(Payload content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (ByteBuffer part : content.parts()) {
        digest.update(part.slice());
      }
      return WEAK + '"' + HexFormat.of().formatHex(digest.digest(), 0, BYTES) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether a tag, or {@code *} for any, is in a list of {@code If-None-Match}. */
  static boolean isIn(String tags, String tag) {
    // A tag contains no quotation marks, so with its own it is no part of another one.
    return tags.strip().equals("*") || tags.contains(tag.substring(WEAK.length()));
  }
}

package dev.sutra.app.auth;

import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A key as a client sends it: {@code sutra_NAME.SECRET}. The name finds its line in the file, the
 * secret proves it. It is never shown: not in logs, and not in messages.
 */
final class Token {
  static final int CHARS_MAX = 256;

  private static final String PREFIX = "sutra_";
  private static final int SECRET_BYTES = 32;
  private static final int NAME_CHARS_MAX = 64;

  private final String name;
  private final String secret;

  private Token(String name, String secret) {
    this.name = name;
    this.secret = secret;
  }

  /** A token with a random secret of 256 bits. */
  static Token random(String name, SecureRandom random) {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return new Token(name, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Reads a token; null if it has another form. */
  static @Nullable Token parse(String text) {
    int dot = text.lastIndexOf('.');
    if (text.length() > CHARS_MAX || !text.startsWith(PREFIX) || dot < PREFIX.length()) {
      return null;
    }
    String name = text.substring(PREFIX.length(), dot);
    String secret = text.substring(dot + 1);
    return isName(name) && !secret.isEmpty() ? new Token(name, secret) : null;
  }

  /** Whether a key may have this name: 1 to 64 of {@code a-z}, {@code 0-9}, dash and underscore. */
  static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= NAME_CHARS_MAX
        && name.chars()
            .allMatch(
                c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_');
  }

  String name() {
    return name;
  }

  String secret() {
    return secret;
  }

  /** What the client sends. */
  String text() {
    return PREFIX + name + "." + secret;
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return PREFIX + name + ".…";
  }
}

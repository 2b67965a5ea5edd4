package dev.sutra.app.auth;

import dev.sutra.app.message.PlainText;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * A line of a file of keys: name, role, time of creation, and the salted hash of the secret.
 *
 * @param name unique in its file
 */
public record KeyEntry(String name, Role role, Instant created, KeyHash hash) {
  private static final int PARTS = 4;

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException saying what is wrong, without the hash
   */
  static KeyEntry parse(String line) {
    String[] parts = line.strip().split("[ \t]+", -1);
    if (parts.length != PARTS) {
      throw new IllegalArgumentException(
          parts.length + " parts; NAME ROLE CREATED HASH are expected");
    }
    checkName(parts[0]);
    return new KeyEntry(parts[0], Role.of(parts[1]), time(parts[2]), KeyHash.parse(parts[3]));
  }

  /** The line. */
  String line() {
    return String.join(" ", name, role.text(), created.toString(), hash.text());
  }

  /**
   * Checks a name.
   *
   * @throws IllegalArgumentException saying which are allowed
   */
  static void checkName(String name) {
    if (!Token.isName(name)) {
      throw new IllegalArgumentException(
          PlainText.quoted(name)
              + " is no name of a key; 1 to 64 of a-z, 0-9, - and _ are allowed");
    }
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "the third part is not a time like 2026-01-31T12:00:00Z", e);
    }
  }
}

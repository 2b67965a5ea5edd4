package dev.sutra.app.auth;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a key allows. Each role includes those before it. */
public enum Role {
  /** Asks questions. */
  READER,
  /** Also writes concepts, associations and events. */
  WRITER,
  /** Also sees statistics, instances and metrics, and manages standing queries. */
  OPERATOR;

  /** Whether this role allows what the other one does. */
  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }

  /** The name in files, commands and messages. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The role of a name.
   *
   * @throws IllegalArgumentException naming the roles that there are
   */
  public static Role of(String text) {
    for (Role role : values()) {
      if (role.text().equals(text)) {
        return role;
      }
    }
    throw new IllegalArgumentException("not a role; the roles are " + names());
  }

  private static String names() {
    return Arrays.stream(values()).map(Role::text).collect(Collectors.joining(", "));
  }
}

package dev.sutra.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Limits of the parts of a manifest, and checks whose messages name the violating part. */
final class Checks {
  static final int MAP_ENTRIES_MAX = 4096;
  static final int STRING_BYTES_MAX = 64 * 1024;

  private Checks() {}

  static void range(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " is " + value + "; " + min + " to " + max + " is allowed");
    }
  }

  static void string(String name, String value) {
    try {
      int bytes = UTF_8.newEncoder().encode(CharBuffer.wrap(value)).remaining();
      range("length of " + name, bytes, 0, STRING_BYTES_MAX);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(name + " is not well-formed Unicode", e);
    }
  }

  /** An unmodifiable copy in the order of its keys, by UTF-16 code units. */
  static <V> Map<String, V> sortedCopy(String name, Map<String, V> map) {
    range("size of " + name, map.size(), 0, MAP_ENTRIES_MAX);
    map.keySet().forEach(key -> string("a key of " + name, key));
    return Collections.unmodifiableMap(new TreeMap<>(map));
  }
}

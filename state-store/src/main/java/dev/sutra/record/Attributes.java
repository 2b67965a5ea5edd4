package dev.sutra.record;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Checks attribute maps and converts their numbers to {@link Long} and {@link Double}. */
public final class Attributes {
  private Attributes() {}

  static Map<String, Object> checkedCopy(Map<String, ?> attributes) {
    if (attributes.isEmpty()) {
      return Map.of();
    }
    if (attributes.size() > Limits.ATTRIBUTES_MAX) {
      throw new IllegalArgumentException(
          "attributes has "
              + attributes.size()
              + " entries; at most "
              + Limits.ATTRIBUTES_MAX
              + " are allowed");
    }
    TreeMap<String, Object> copy = new TreeMap<>();
    attributes.forEach(
        (name, value) -> {
          Limits.checkLength("an attribute's name", name, 1, Limits.ATTRIBUTE_NAME_BYTES_MAX);
          copy.put(name, normalized(name, value));
        });
    return Collections.unmodifiableMap(copy);
  }

  /**
   * Converts a value so that equal values are equal objects: a {@link Double} that is a 64-bit
   * integer becomes a {@link Long}; negative zero becomes 0. No number is rounded.
   */
  public static Object comparable(Object value) {
    boolean whole =
        value instanceof Double number
            && number == Math.rint(number)
            && number >= -0x1p63
            && number < 0x1p63;
    return whole ? (Object) ((Double) value).longValue() : value;
  }

  /**
   * Whether attributes have all of these values.
   *
   * @param wanted values as {@link #comparable} returns them
   */
  public static boolean contain(Map<String, Object> attributes, Map<String, Object> wanted) {
    for (Map.Entry<String, Object> entry : wanted.entrySet()) {
      Object stored = attributes.get(entry.getKey());
      if (stored == null || !comparable(stored).equals(entry.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static Object normalized(String name, Object value) {
    return switch (value) {
      case String text -> {
        Limits.checkLength("attribute " + name, text, 0, Limits.ATTRIBUTE_VALUE_BYTES_MAX);
        yield text;
      }
      case Boolean flag -> flag;
      case Long number -> number;
      case Integer number -> number.longValue();
      case Double number when Double.isFinite(number) -> number;
      case Float number when Float.isFinite(number) -> number.doubleValue();
      case Double number -> throw notFinite(name, number);
      case Float number -> throw notFinite(name, number);
      default ->
          throw new IllegalArgumentException(
              "attribute " + name + " is not a string, a whole or floating number, or a boolean");
    };
  }

  private static IllegalArgumentException notFinite(String name, Number number) {
    return new IllegalArgumentException(
        "attribute " + name + " is " + number + "; not a finite number of 64 bits");
  }
}

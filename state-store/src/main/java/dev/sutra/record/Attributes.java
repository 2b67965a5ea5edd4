package dev.sutra.record;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
          checkName(name);
          copy.put(name, normalized(name, value));
        });
    return Collections.unmodifiableMap(copy);
  }

  /**
   * Converts a value so that equal values are equal objects: a {@link Double} that is a 64-bit
   * integer becomes a {@link Long}; negative zero becomes 0. No number is rounded.
   */
  public static Object comparable(Object value) {
    return value instanceof Double number && isWhole(number) ? (Object) number.longValue() : value;
  }

  /** Whether a number is a 64-bit integer. */
  public static boolean isWhole(double number) {
    return number == Math.rint(number) && number >= -0x1p63 && number < 0x1p63;
  }

  /**
   * Checks a value that attributes are compared with, and converts it as {@link #comparable} does.
   *
   * @throws IllegalArgumentException if an attribute could not have this name and value
   */
  public static Object checkedComparable(String name, Object value) {
    checkName(name);
    return comparable(normalized(name, value));
  }

  /**
   * Checks the name of an attribute.
   *
   * @throws IllegalArgumentException if it is empty, too long or not well-formed
   */
  public static void checkName(@Nullable String name) {
    Limits.checkLength("an attribute's name", name, 1, Limits.ATTRIBUTE_NAME_BYTES_MAX);
  }

  /**
   * Compares two numbers by their exact values.
   *
   * @param a a {@link Long} or {@link Double} as {@link #comparable} returns it
   * @param b likewise
   */
  public static int compareNumbers(Object a, Object b) {
    if (a instanceof Long x) {
      return b instanceof Long y ? Long.compare(x, y) : -compare((Double) b, x);
    }
    return b instanceof Long y ? compare((Double) a, y) : Double.compare((Double) a, (Double) b);
  }

  private static int compare(double a, long b) {
    if (a >= 0x1p63) {
      return 1;
    }
    if (a < -0x1p63) {
      return -1;
    }
    // The cast cuts off the fraction, which decides if the rest is equal.
    long whole = (long) a;
    return whole != b ? Long.compare(whole, b) : Double.compare(a, (double) whole);
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

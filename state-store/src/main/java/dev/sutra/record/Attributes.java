package dev.sutra.record;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Checks attribute maps and brings their numbers to {@link Long} and {@link Double}. */
final class Attributes {
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
      default ->
          throw new IllegalArgumentException(
              "attribute " + name + " is not a string, a finite number or a boolean");
    };
  }
}

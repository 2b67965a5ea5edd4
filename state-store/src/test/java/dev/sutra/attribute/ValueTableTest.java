package dev.sutra.attribute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Values keep the number of their first arrival, and find their place in the dictionary. */
class ValueTableTest {
  private final ValueTable table = new ValueTable();

  @Test
  void numbersDifferentValuesInTheOrderOfTheirArrival() {
    Map<Object, Integer> expected = new LinkedHashMap<>();
    Random random = new Random(5);
    for (int i = 0; i < 50_000; i++) {
      Object value = value(random);
      int before = expected.size();
      assertEquals(expected.computeIfAbsent(value, any -> before), add(value), value::toString);
    }
    assertEquals(expected.size(), table.size());
    assertPlaces(expected);
  }

  /** Equal bits are different values if their kinds differ. */
  @Test
  void tellsKindsApart() {
    assertEquals(0, table.add(1L));
    assertEquals(1, table.add(true));
    assertEquals(2, table.add(Double.longBitsToDouble(1)));
    assertEquals(3, add(""));
    assertEquals(1, table.add(true));
    assertEquals(0, table.add(1L));
    assertArrayEquals(new int[] {1, 0, 2, 3}, table.numbers(table.dictionary()));
  }

  @Test
  void findsStringsOnly() {
    add("a word");
    table.add(7L);
    assertEquals(0, find("a word"));
    assertEquals(-1, find("a wore"));
    assertEquals(-1, find(""));
  }

  /** In a dictionary: booleans, 64-bit integers, other numbers, strings; each in its order. */
  private void assertPlaces(Map<Object, Integer> values) {
    int[] numbers = table.numbers(table.dictionary());
    Object[] sorted = values.keySet().toArray();
    Arrays.sort(sorted, ValueTableTest::compare);
    for (int place = 0; place < sorted.length; place++) {
      Object value = sorted[place];
      assertEquals(place, numbers[values.getOrDefault(value, -1)], value::toString);
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static int compare(Object a, Object b) {
    return a.getClass() == b.getClass()
        ? ((Comparable) a).compareTo(b)
        : Integer.compare(kind(a), kind(b));
  }

  private static int kind(Object value) {
    return switch (value) {
      case Boolean any -> 0;
      case Long any -> 1;
      case Double any -> 2;
      default -> 3;
    };
  }

  private static Object value(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextBoolean();
      case 1 -> (long) random.nextInt(5000) - 2500;
      case 2 -> random.nextInt(5000) + 0.5;
      default -> "x".repeat(random.nextInt(20)) + random.nextInt(500);
    };
  }

  private int add(Object value) {
    return switch (value) {
      case Boolean flag -> table.add((boolean) flag);
      case Long whole -> table.add((long) whole);
      case Double floating -> table.add((double) floating);
      default -> {
        byte[] bytes = ("__" + value + "_").getBytes(UTF_8);
        yield table.add(bytes, 2, bytes.length - 3);
      }
    };
  }

  private int find(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return table.find(bytes, 0, bytes.length);
  }
}

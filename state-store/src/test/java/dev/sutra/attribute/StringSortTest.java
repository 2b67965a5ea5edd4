package dev.sutra.attribute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of strings of a column is that of their bytes. */
class StringSortTest {
  private final Random random = new Random(11);

  /** Few different bytes make equal beginnings, zeros, and strings that begin others. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 256})
  void sortsRandomStrings(int alphabet) {
    TreeSet<byte[]> strings = new TreeSet<>(Arrays::compareUnsigned);
    for (int i = 0; i < 5000; i++) {
      byte[] string = new byte[random.nextInt(40)];
      for (int at = 0; at < string.length; at++) {
        string[at] = (byte) (random.nextInt(alphabet) - alphabet / 2);
      }
      strings.add(string);
    }
    assertSorted(strings);
  }

  @Test
  void sortsStringsWithLongEqualBeginnings() {
    TreeSet<byte[]> strings = new TreeSet<>(Arrays::compareUnsigned);
    for (int i = 0; i < 300; i++) {
      byte[] string = new byte[20_000 + i];
      Arrays.fill(string, (byte) 'x');
      string[string.length - 1] = (byte) i;
      strings.add(string);
    }
    assertSorted(strings);
  }

  @Test
  void sortsStringsThatDifferInTrailingZerosOnly() {
    TreeSet<byte[]> strings = new TreeSet<>(Arrays::compareUnsigned);
    IntStream.range(0, 100).forEach(i -> strings.add(new byte[i]));
    assertSorted(strings);
  }

  /** Adds the strings in random order, and expects the order of the set. */
  private void assertSorted(Collection<byte[]> sorted) {
    List<byte[]> expected = List.copyOf(sorted);
    int[] numbers = random.ints(0, Integer.MAX_VALUE).distinct().limit(expected.size()).toArray();
    // The order of random numbers is a random order of strings.
    int[] arrival =
        IntStream.range(0, numbers.length)
            .boxed()
            .sorted((a, b) -> Integer.compare(numbers[a], numbers[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long[] places = new long[arrival.length];
    int[] byRank = new int[arrival.length];
    for (int number = 0; number < arrival.length; number++) {
      byte[] string = expected.get(arrival[number]);
      places[number] = (long) bytes.size() << Integer.SIZE | string.length;
      bytes.writeBytes(string);
      byRank[arrival[number]] = number;
    }
    int[] order = IntStream.range(0, arrival.length).toArray();
    new StringSort(bytes.toByteArray(), places).sort(order);
    assertArrayEquals(byRank, order);
  }
}

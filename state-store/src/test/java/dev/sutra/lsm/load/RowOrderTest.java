package dev.sutra.lsm.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowOrderTest {
  private final Random random = new Random(1);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 33, 5_000})
  void randomKeysAreInOrder(int count) {
    check(count, () -> random(1 + random.nextInt(40), 256));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 500, 5_000})
  void equalKeysStayInTheOrderOfArrival(int count) {
    check(count, () -> random(1 + random.nextInt(3), 2));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 5_000})
  void prefixesComeFirst(int count) {
    // Zeros at the end, which padding would hide.
    check(count, () -> new byte[1 + random.nextInt(40)]);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 5_000})
  void longCommonPartsAreSkipped(int count) {
    check(
        count,
        () -> {
          byte[] key = new byte[60];
          key[20] = (byte) random.nextInt(3);
          key[45] = (byte) random.nextInt();
          key[59] = (byte) random.nextInt();
          return Arrays.copyOf(key, 46 + random.nextInt(15));
        });
  }

  private byte[] random(int length, int values) {
    byte[] key = new byte[length];
    for (int i = 0; i < length; i++) {
      key[i] = (byte) random.nextInt(values);
    }
    return key;
  }

  private static void check(int count, Supplier<byte[]> keys) {
    LoadBuffer buffer = new LoadBuffer();
    List<byte[]> given = new ArrayList<>();
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] key = keys.get();
      given.add(key);
      buffer.add(key, new byte[i % 5], i % 7 == 0 ? -1 : i % 5);
      expected.add(i);
    }
    // Stable.
    expected.sort(Comparator.comparing(given::get, Arrays::compareUnsigned));
    assertEquals(expected, Arrays.stream(RowOrder.of(buffer)).boxed().toList());
  }
}

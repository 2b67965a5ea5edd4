package dev.sutra.attribute;

import dev.sutra.io.SectionOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

/**
 * Different values, numbered in the order of their arrival: a hash table with open addressing. Not
 * thread-safe.
 */
final class ValueTable {
  private static final byte BOOLEAN = 0;
  private static final byte LONG = 1;
  private static final byte DOUBLE = 2;
  private static final byte STRING = 3;

  // Differs in each process, so that nobody can choose values that collide.
  private static final long SEED = new Random().nextLong();
  private static final long FACTOR = 0x9e3779b97f4a7c15L;

  // The number of a value plus 1; 0 if unused.
  private int[] slots = new int[8];
  private byte[] kinds = new byte[4];
  // The bits of a value; for a string, where it begins in the upper half and its length.
  private long[] bits = new long[4];
  private byte[] strings = new byte[0];
  private int stringsEnd;
  private int size;

  int size() {
    return size;
  }

  /** Heap use, bytes. */
  long bytes() {
    return 4L * slots.length + 9L * kinds.length + strings.length + 100;
  }

  int add(boolean value) {
    return add(BOOLEAN, value ? 1 : 0);
  }

  int add(long value) {
    return add(LONG, value);
  }

  int add(double value) {
    return add(DOUBLE, Double.doubleToLongBits(value));
  }

  private int add(byte kind, long value) {
    int slot = (int) mixed(value + kind) & (slots.length - 1);
    while (slots[slot] != 0) {
      int number = slots[slot] - 1;
      if (kinds[number] == kind && bits[number] == value) {
        return number;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return addNew(slot, kind, value);
  }

  int add(byte[] source, int offset, int length) {
    int slot = slotOf(source, offset, length);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    int start = stringsEnd;
    int end = Math.addExact(start, length);
    if (end > strings.length) {
      strings = Arrays.copyOf(strings, Math.max(end, (int) Math.min(2L * start, 1 << 30)));
    }
    System.arraycopy(source, offset, strings, start, length);
    stringsEnd = end;
    return addNew(slot, STRING, (long) start << Integer.SIZE | length);
  }

  /** The number of a string; -1 if it was not added. */
  int find(byte[] source, int offset, int length) {
    return slots[slotOf(source, offset, length)] - 1;
  }

  /** The slot of a string, or the one that it would take. */
  private int slotOf(byte[] source, int offset, int length) {
    int slot = (int) hash(source, offset, length) & (slots.length - 1);
    while (slots[slot] != 0) {
      int number = slots[slot] - 1;
      if (kinds[number] == STRING
          && (int) bits[number] == length
          && isAt(start(number), source, offset, length)) {
        return slot;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private boolean isAt(int start, byte[] source, int offset, int length) {
    return Arrays.equals(strings, start, start + length, source, offset, offset + length);
  }

  private int start(int number) {
    return (int) (bits[number] >>> Integer.SIZE);
  }

  private int addNew(int slot, byte kind, long value) {
    int number = size++;
    if (number == kinds.length) {
      kinds = Arrays.copyOf(kinds, 2 * number);
      bits = Arrays.copyOf(bits, 2 * number);
    }
    kinds[number] = kind;
    bits[number] = value;
    slots[slot] = size;
    if (2 * size > slots.length) {
      grow();
    }
    return number;
  }

  private void grow() {
    int[] larger = new int[4 * slots.length];
    for (int number = 0; number < size; number++) {
      long hash =
          kinds[number] == STRING
              ? hash(strings, start(number), (int) bits[number])
              : mixed(bits[number] + kinds[number]);
      int slot = (int) hash & (larger.length - 1);
      while (larger[slot] != 0) {
        slot = (slot + 1) & (larger.length - 1);
      }
      larger[slot] = number + 1;
    }
    slots = larger;
  }

  private static long hash(byte[] source, int offset, int length) {
    long hash = SEED ^ length;
    for (int i = offset; i < offset + length; i++) {
      hash = (hash ^ source[i]) * FACTOR;
      hash ^= hash >>> 29;
    }
    return mixed(hash);
  }

  private static long mixed(long value) {
    long hash = (value ^ SEED) * FACTOR;
    hash ^= hash >>> 32;
    hash *= FACTOR;
    return hash ^ hash >>> 29;
  }

  /** A copy of a value that is a string. */
  byte[] string(int number) {
    return Arrays.copyOfRange(strings, start(number), start(number) + (int) bits[number]);
  }

  /** Sorts the values. */
  Dictionary dictionary() {
    int booleans = 0;
    int[] counts = new int[4];
    for (int number = 0; number < size; number++) {
      counts[kinds[number]]++;
      booleans |= kinds[number] == BOOLEAN ? 1 << bits[number] : 0;
    }
    long[] longs = new long[counts[LONG]];
    double[] doubles = new double[counts[DOUBLE]];
    Integer[] texts = new Integer[counts[STRING]];
    for (int number = size - 1; number >= 0; number--) {
      switch (kinds[number]) {
        case LONG -> longs[--counts[LONG]] = bits[number];
        case DOUBLE -> doubles[--counts[DOUBLE]] = Double.longBitsToDouble(bits[number]);
        case STRING -> texts[--counts[STRING]] = number;
        default -> {}
      }
    }
    Arrays.sort(longs);
    Arrays.sort(doubles);
    Arrays.sort(texts, this::compare);
    return new Dictionary(booleans, longs, doubles, new Sorted(this, texts));
  }

  /** The numbers in a dictionary of this table, by those of this table. */
  int[] numbers(Dictionary dictionary) {
    int[] numbers = new int[size];
    for (int number = 0; number < size; number++) {
      numbers[number] =
          switch (kinds[number]) {
            case BOOLEAN -> dictionary.number(bits[number] == 1);
            case LONG ->
                dictionary.firstLong() + Arrays.binarySearch(dictionary.longs(), bits[number]);
            case DOUBLE ->
                dictionary.firstDouble()
                    + Arrays.binarySearch(
                        dictionary.doubles(), Double.longBitsToDouble(bits[number]));
            default -> 0;
          };
    }
    Integer[] texts = ((Sorted) dictionary.strings()).numbers;
    for (int i = 0; i < texts.length; i++) {
      numbers[texts[i]] = dictionary.firstString() + i;
    }
    return numbers;
  }

  private int compare(int a, int b) {
    int startA = start(a);
    int startB = start(b);
    return Arrays.compareUnsigned(
        strings, startA, startA + (int) bits[a], strings, startB, startB + (int) bits[b]);
  }

  /** Strings of a table in order. */
  // The array is not copied; nobody compares these.
  @SuppressWarnings("ArrayRecordComponent")
  private record Sorted(ValueTable table, Integer[] numbers) implements Strings {
    @Override
    public int count() {
      return numbers.length;
    }

    @Override
    public int length(int index) {
      return (int) table.bits[numbers[index]];
    }

    @Override
    public void write(int index, SectionOutput out) throws IOException {
      out.writeBytes(table.strings, table.start(numbers[index]), length(index));
    }
  }
}

package dev.sutra.attribute;

import dev.sutra.io.SectionOutput;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  // The hash of a value in the upper half, and its number plus 1 in the lower one; 0 if unused.
  private long[] slots = new long[8];
  private byte[] kinds = new byte[4];
  // The bits of a value; for a string, where it begins in the upper half and its length.
  private long[] bits = new long[4];
  private byte[] strings = new byte[0];
  private int stringsEnd;
  private int size;

  int size() {
    return size;
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
    int hash = mixed(value + kind);
    int slot = slotOf(kind, value, hash);
    return slots[slot] == 0 ? addNew(slot, hash, kind, value) : number(slot);
  }

  /** The slot of a value that is no string, or the one that it would take. */
  private int slotOf(byte kind, long value, int hash) {
    int slot = hash & (slots.length - 1);
    while (slots[slot] != 0) {
      int number = number(slot);
      if (hashAt(slot) == hash && kinds[number] == kind && bits[number] == value) {
        break;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private int number(int slot) {
    return (int) slots[slot] - 1;
  }

  private int hashAt(int slot) {
    return (int) (slots[slot] >>> Integer.SIZE);
  }

  int add(byte[] source, int offset, int length) {
    int hash = hash(source, offset, length);
    int slot = slotOf(source, offset, length, hash);
    if (slots[slot] != 0) {
      return number(slot);
    }
    int start = stringsEnd;
    int end = Math.addExact(start, length);
    if (end > strings.length) {
      strings = Arrays.copyOf(strings, Math.max(end, (int) Math.min(2L * start, 1 << 30)));
    }
    System.arraycopy(source, offset, strings, start, length);
    stringsEnd = end;
    return addNew(slot, hash, STRING, (long) start << Integer.SIZE | length);
  }

  /** The number of a string; -1 if it was not added. */
  int find(byte[] source, int offset, int length) {
    return number(slotOf(source, offset, length, hash(source, offset, length)));
  }

  /** The slot of a string, or the one that it would take. */
  private int slotOf(byte[] source, int offset, int length, int hash) {
    int slot = hash & (slots.length - 1);
    while (slots[slot] != 0) {
      int number = number(slot);
      if (hashAt(slot) == hash
          && kinds[number] == STRING
          && length(number) == length
          && isAt(start(number), source, offset, length)) {
        break;
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

  private int length(int number) {
    return (int) bits[number];
  }

  private int addNew(int slot, int hash, byte kind, long value) {
    int number = size++;
    if (number == kinds.length) {
      kinds = Arrays.copyOf(kinds, 2 * number);
      bits = Arrays.copyOf(bits, 2 * number);
    }
    kinds[number] = kind;
    bits[number] = value;
    slots[slot] = (long) hash << Integer.SIZE | size;
    if (size > slots.length / 2) {
      grow();
    }
    return number;
  }

  private void grow() {
    long[] larger = new long[2 * slots.length];
    for (long entry : slots) {
      if (entry != 0) {
        int slot = (int) (entry >>> Integer.SIZE) & (larger.length - 1);
        while (larger[slot] != 0) {
          slot = (slot + 1) & (larger.length - 1);
        }
        larger[slot] = entry;
      }
    }
    slots = larger;
  }

  private static int hash(byte[] source, int offset, int length) {
    long hash = length;
    int at = offset;
    int end = offset + length;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      hash = mixed(hash, (long) LONGS.get(source, at));
    }
    if (at < end) {
      long rest = 0;
      for (; at < end; at++) {
        rest = rest << Byte.SIZE | (source[at] & 0xff);
      }
      hash = mixed(hash, rest);
    }
    return mixed(hash);
  }

  private static long mixed(long hash, long word) {
    long mixed = (hash ^ word ^ SEED) * FACTOR;
    return mixed ^ mixed >>> 32;
  }

  private static int mixed(long value) {
    long hash = mixed(value, 0) * FACTOR;
    return (int) (hash >>> 32);
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
    int[] texts = new int[counts[STRING]];
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
    new StringSort(strings, bits).sort(texts);
    return new Dictionary(booleans, longs, doubles, new Sorted(this, texts));
  }

  /** The numbers in a dictionary of this table, by those of this table. */
  int[] numbers(Dictionary dictionary) {
    int[] numbers = new int[size];
    for (int number = 0; number < size; number++) {
      numbers[number] = kinds[number] == BOOLEAN ? dictionary.number(bits[number] == 1) : 0;
    }
    long[] longs = dictionary.longs();
    for (int i = 0; i < longs.length; i++) {
      numbers[find(LONG, longs[i])] = dictionary.firstLong() + i;
    }
    double[] doubles = dictionary.doubles();
    for (int i = 0; i < doubles.length; i++) {
      numbers[find(DOUBLE, Double.doubleToLongBits(doubles[i]))] = dictionary.firstDouble() + i;
    }
    int[] texts = ((Sorted) dictionary.strings()).numbers;
    for (int i = 0; i < texts.length; i++) {
      numbers[texts[i]] = dictionary.firstString() + i;
    }
    return numbers;
  }

  private int find(byte kind, long value) {
    return number(slotOf(kind, value, mixed(value + kind)));
  }

  /** Strings of a table in order. */
  // The array is not copied; nobody compares these.
  @SuppressWarnings("ArrayRecordComponent")
  private record Sorted(ValueTable table, int[] numbers) implements Strings {
    @Override
    public int count() {
      return numbers.length;
    }

    @Override
    public int length(int index) {
      return table.length(numbers[index]);
    }

    @Override
    public void write(int index, SectionOutput out) throws IOException {
      out.writeBytes(table.strings, table.start(numbers[index]), length(index));
    }
  }
}

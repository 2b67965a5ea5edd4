package dev.sutra.attribute;

import static dev.sutra.io.Layouts.BYTE;
import static dev.sutra.io.Layouts.INT;
import static dev.sutra.io.Layouts.LONG;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.io.Section;
import dev.sutra.record.Attributes;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** The different values of a column, by number, read from the mapped file. Thread-safe. */
final class ColumnValues {
  private final Section section;
  private final MemorySegment memory;
  private final ColumnLayout layout;

  ColumnValues(Section section, ColumnLayout layout) {
    this.section = section;
    this.memory = section.memory();
    this.layout = layout;
  }

  /** A value: a string, a {@link Long}, a {@link Double} or a boolean. */
  Object value(int number) {
    if (number < layout.firstLong()) {
      return layout.booleans() == 3 ? number == 1 : layout.booleans() == 2;
    }
    if (number < layout.firstDouble()) {
      return longAt(number - layout.firstLong());
    }
    if (number < layout.firstString()) {
      return doubleAt(number - layout.firstDouble());
    }
    return new String(string(number - layout.firstString()), UTF_8);
  }

  /**
   * The number of a value; -1 if no document has it.
   *
   * @param value as {@link Attributes#comparable} returns it
   */
  int find(Object value) {
    return switch (value) {
      case Boolean flag -> {
        boolean occurs = (layout.booleans() & (flag ? 2 : 1)) != 0;
        yield !occurs ? -1 : flag ? layout.firstLong() - 1 : 0;
      }
      case Long number -> {
        int at = firstLong(number, true);
        boolean found = at < layout.longs() && longAt(at) == number;
        yield found ? layout.firstLong() + at : -1;
      }
      case Double number -> {
        int at = firstDouble(number, true);
        boolean found = at < layout.doubles() && doubleAt(at) == number;
        yield found ? layout.firstDouble() + at : -1;
      }
      case String text -> findString(text.getBytes(UTF_8));
      default -> -1;
    };
  }

  /** The bytes of a string, numbered from the first string. */
  byte[] string(int index) {
    long at = layout.stringStartsAt() + 4L * index;
    section.verify(at, 8);
    int from = memory.get(INT, at);
    int to = memory.get(INT, at + 4);
    if (from < 0 || from > to || to > layout.stringBytes()) {
      throw section.corrupt(at, "a string from " + from + " to " + to);
    }
    section.verify(layout.stringsAt() + from, to - from);
    byte[] bytes = new byte[to - from];
    MemorySegment.copy(memory, BYTE, layout.stringsAt() + from, bytes, 0, bytes.length);
    return bytes;
  }

  long longAt(int index) {
    long at = layout.longsAt() + 8L * index;
    section.verify(at, 8);
    return memory.get(LONG, at);
  }

  double doubleAt(int index) {
    return Double.longBitsToDouble(bitsAt(index));
  }

  private long bitsAt(int index) {
    long at = layout.doublesAt() + 8L * index;
    section.verify(at, 8);
    return memory.get(LONG, at);
  }

  /** The first whole number above a bound or, if {@code inclusive}, equal to it. */
  int firstLong(Object bound, boolean inclusive) {
    int low = 0;
    int high = layout.longs();
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = Attributes.compareNumbers(longAt(middle), bound);
      if (order < 0 || (order == 0 && !inclusive)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  int firstDouble(Object bound, boolean inclusive) {
    int low = 0;
    int high = layout.doubles();
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = Attributes.compareNumbers(doubleAt(middle), bound);
      if (order < 0 || (order == 0 && !inclusive)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int findString(byte[] text) {
    int low = 0;
    int high = layout.strings();
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = Arrays.compareUnsigned(string(middle), text);
      if (order == 0) {
        return layout.firstString() + middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return -1;
  }
}

package dev.sutra.attribute;

import static dev.sutra.io.Layouts.BYTE;
import static dev.sutra.io.Layouts.INT;
import static dev.sutra.io.Layouts.LONG;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Section;
import dev.sutra.record.Attributes;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The values of one attribute of a segment's documents, read from the mapped file; the package page
 * gives the layout. Values are numbered from 0. Each method raises {@link CorruptFileException} on
 * corrupt bytes. Thread-safe.
 */
public final class AttributeColumn {
  private final Section section;
  private final MemorySegment memory;
  private final ColumnLayout layout;

  AttributeColumn(Section section, ColumnLayout layout) {
    this.section = section;
    this.memory = section.memory();
    this.layout = layout;
  }

  ColumnLayout layout() {
    return layout;
  }

  /** Number of different values. */
  public int values() {
    return layout.values();
  }

  /** Number of documents with a value. */
  public int documents() {
    return layout.withValue();
  }

  /** A value: a string, a {@link Long}, a {@link Double} or a boolean. */
  public Object value(int number) {
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
  public int find(Object value) {
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

  /** Sets the bits of the documents with a value. */
  public void addDocuments(int number, BitSet documents) {
    addListed(number, number + 1, documents);
    addBitmaps(number, number + 1, documents);
  }

  /** Sets the bits of the documents with any value. */
  public void addAll(BitSet documents) {
    addListed(0, layout.values(), documents);
    addBitmaps(0, layout.values(), documents);
  }

  /**
   * Sets the bits of the documents whose value is a number in a range.
   *
   * @param from lower bound, a {@link Long} or {@link Double}; null: none
   * @param to upper bound; null: none
   */
  public void addNumbers(
      @Nullable Object from,
      boolean fromInclusive,
      @Nullable Object to,
      boolean toInclusive,
      BitSet documents) {
    int firstLong = from == null ? 0 : firstLong(from, fromInclusive);
    int endLong = to == null ? layout.longs() : firstLong(to, !toInclusive);
    int firstDouble = from == null ? 0 : firstDouble(from, fromInclusive);
    int endDouble = to == null ? layout.doubles() : firstDouble(to, !toInclusive);
    addRange(layout.firstLong() + firstLong, layout.firstLong() + endLong, documents);
    addRange(layout.firstDouble() + firstDouble, layout.firstDouble() + endDouble, documents);
  }

  private void addRange(int from, int to, BitSet documents) {
    if (from < to) {
      addListed(from, to, documents);
      addBitmaps(from, to, documents);
    }
  }

  /** Counts the values of some documents: adds to the number at the index of each value. */
  public void count(BitSet documents, int[] counts) {
    if (layout.sparse()) {
      forEach(
          (document, number) -> {
            if (documents.get(document)) {
              counts[number]++;
            }
          });
      return;
    }
    int bits = layout.valueBits();
    verifyValues();
    int end = layout.documents();
    for (int i = documents.nextSetBit(0); i >= 0 && i < end; i = documents.nextSetBit(i + 1)) {
      int number = Packed.get(section, layout.valuesAt(), bits, i) - 1;
      if (number >= 0) {
        counts[checked(number)]++;
      }
    }
  }

  /** Receives documents with the numbers of their values. */
  interface Visitor {
    void visit(int document, int number);
  }

  /** Visits the documents with a value, in ascending order. */
  void forEach(Visitor visitor) {
    verifyValues();
    int bits = layout.valueBits();
    if (!layout.sparse()) {
      for (int document = 0; document < layout.documents(); document++) {
        int number = Packed.get(section, layout.valuesAt(), bits, document) - 1;
        if (number >= 0) {
          visitor.visit(document, checked(number));
        }
      }
      return;
    }
    int documentBits = layout.documentBits();
    Packed.verify(section, layout.presentAt(), documentBits, 0, layout.withValue());
    int last = -1;
    for (int i = 0; i < layout.withValue(); i++) {
      int document = Packed.get(section, layout.presentAt(), documentBits, i);
      if (document <= last || document >= layout.documents()) {
        throw section.corrupt(layout.presentAt(), "documents out of order");
      }
      last = document;
      visitor.visit(document, checked(Packed.get(section, layout.valuesAt(), bits, i)));
    }
  }

  /** The number of the value of a document; -1 if it has none. For single documents. */
  int numberOf(int document) {
    int bits = layout.valueBits();
    verifyValues();
    if (!layout.sparse()) {
      int number = Packed.get(section, layout.valuesAt(), bits, document) - 1;
      return number < 0 ? -1 : checked(number);
    }
    int documentBits = layout.documentBits();
    Packed.verify(section, layout.presentAt(), documentBits, 0, layout.withValue());
    int low = 0;
    int high = layout.withValue();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Packed.get(section, layout.presentAt(), documentBits, middle) < document) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    boolean found =
        low < layout.withValue()
            && Packed.get(section, layout.presentAt(), documentBits, low) == document;
    return found ? checked(Packed.get(section, layout.valuesAt(), bits, low)) : -1;
  }

  /** How many documents have a value. */
  int count(int number) {
    int bitmap = bitmapOf(number);
    return bitmap < 0
        ? listStart(number + 1) - listStart(number)
        : memory.get(INT, layout.bitmapTableAt() + 8L * bitmap + 4);
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
  private int firstLong(Object bound, boolean inclusive) {
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

  private int firstDouble(Object bound, boolean inclusive) {
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
      int order = java.util.Arrays.compareUnsigned(string(middle), text);
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

  private void addListed(int from, int to, BitSet documents) {
    int first = listStart(from);
    int end = listStart(to);
    if (first > end) {
      throw section.corrupt(layout.startsAt() + 4L * from, "lists that overlap");
    }
    int bits = layout.documentBits();
    Packed.verify(section, layout.listsAt(), bits, first, end);
    for (int i = first; i < end; i++) {
      int document = Packed.get(section, layout.listsAt(), bits, i);
      if (document >= layout.documents()) {
        throw section.corrupt(layout.listsAt(), "document " + document + " in a list");
      }
      documents.set(document);
    }
  }

  private int listStart(int number) {
    long at = layout.startsAt() + 4L * number;
    section.verify(at, 4);
    int start = memory.get(INT, at);
    if (start < 0 || start > layout.listed()) {
      throw section.corrupt(at, "a list that starts at " + start);
    }
    return start;
  }

  private void addBitmaps(int from, int to, BitSet documents) {
    int bitmaps = layout.bitmaps();
    section.verify(layout.bitmapTableAt(), 8L * bitmaps);
    for (int i = 0; i < bitmaps; i++) {
      int number = memory.get(INT, layout.bitmapTableAt() + 8L * i);
      if (number >= from && number < to) {
        documents.or(bitmap(i));
      }
    }
  }

  private BitSet bitmap(int index) {
    long bytes = layout.bitmapBytes();
    long at = layout.bitmapsAt() + index * bytes;
    section.verify(at, bytes);
    BitSet bitmap = BitSet.valueOf(memory.asSlice(at, bytes).toArray(LONG));
    if (bitmap.length() > layout.documents()) {
      throw section.corrupt(at, "document " + (bitmap.length() - 1) + " in a bitmap");
    }
    return bitmap;
  }

  private int bitmapOf(int number) {
    section.verify(layout.bitmapTableAt(), 8L * layout.bitmaps());
    for (int i = 0; i < layout.bitmaps(); i++) {
      if (memory.get(INT, layout.bitmapTableAt() + 8L * i) == number) {
        return i;
      }
    }
    return -1;
  }

  private void verifyValues() {
    int count = layout.sparse() ? layout.withValue() : layout.documents();
    Packed.verify(section, layout.valuesAt(), layout.valueBits(), 0, count);
  }

  private int checked(int number) {
    if (number >= layout.values()) {
      throw section.corrupt(layout.valuesAt(), "value " + number + " of " + layout.values());
    }
    return number;
  }

  CorruptFileException corrupt(String reason) {
    return section.corrupt(layout.start(), reason);
  }
}

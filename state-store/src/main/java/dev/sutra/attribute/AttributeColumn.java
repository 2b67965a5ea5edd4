package dev.sutra.attribute;

import static dev.sutra.io.Layouts.INT;
import static dev.sutra.io.Layouts.LONG;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Section;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The values of one attribute of a segment's documents, read from the mapped file; the package page
 * gives the layout. Values are numbered from 0. Each method raises {@link CorruptFileException} on
 * corrupt bytes. Thread-safe.
 */
public final class AttributeColumn {
  /** Values by document that are read together. */
  private static final int CHUNK = 4096;

  private final Section section;
  private final MemorySegment memory;
  private final ColumnLayout layout;
  private final ColumnValues values;

  AttributeColumn(Section section, ColumnLayout layout) {
    this.section = section;
    this.memory = section.memory();
    this.layout = layout;
    this.values = new ColumnValues(section, layout);
  }

  /** The values by number. */
  ColumnValues dictionary() {
    return values;
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
    return values.value(number);
  }

  /**
   * The number of a value; -1 if no document has it.
   *
   * @param value as {@link dev.sutra.record.Attributes#comparable} returns it
   */
  public int find(Object value) {
    return values.find(value);
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
    int firstLong = from == null ? 0 : values.firstLong(from, fromInclusive);
    int endLong = to == null ? layout.longs() : values.firstLong(to, !toInclusive);
    int firstDouble = from == null ? 0 : values.firstDouble(from, fromInclusive);
    int endDouble = to == null ? layout.doubles() : values.firstDouble(to, !toInclusive);
    addRange(layout.firstLong() + firstLong, layout.firstLong() + endLong, documents);
    addRange(layout.firstDouble() + firstDouble, layout.firstDouble() + endDouble, documents);
  }

  private void addRange(int from, int to, BitSet documents) {
    if (from < to) {
      addListed(from, to, documents);
      addBitmaps(from, to, documents);
    }
  }

  /**
   * Counts the documents of a set by their values.
   *
   * @return by number of the value
   */
  public int[] counts(BitSet documents) {
    int[] counts = new int[layout.values()];
    forEach(
        (document, number) -> {
          if (documents.get(document)) {
            counts[number]++;
          }
        });
    return counts;
  }

  /** Receives documents with the numbers of their values. */
  interface Visitor {
    void visit(int document, int number);
  }

  /** Visits the documents with a value, in ascending order. */
  void forEach(Visitor visitor) {
    int bits = layout.valueBits();
    if (!layout.sparse()) {
      for (int from = 0; from < layout.documents(); from += CHUNK) {
        int to = Math.min(layout.documents(), from + CHUNK);
        int[] numbers = Packed.read(section, layout.valuesAt(), bits, from, to);
        for (int i = 0; i < numbers.length; i++) {
          if (numbers[i] > 0) {
            visitor.visit(from + i, checked(numbers[i] - 1));
          }
        }
      }
      return;
    }
    int documentBits = layout.documentBits();
    int last = -1;
    for (int from = 0; from < layout.withValue(); from += CHUNK) {
      int to = Math.min(layout.withValue(), from + CHUNK);
      int[] present = Packed.read(section, layout.presentAt(), documentBits, from, to);
      int[] numbers = Packed.read(section, layout.valuesAt(), bits, from, to);
      for (int i = 0; i < numbers.length; i++) {
        if (present[i] <= last || present[i] >= layout.documents()) {
          throw section.corrupt(layout.presentAt(), "documents out of order");
        }
        last = present[i];
        visitor.visit(last, checked(numbers[i]));
      }
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

  private void addListed(int from, int to, BitSet documents) {
    int first = listStart(from);
    int end = listStart(to);
    if (first > end) {
      throw section.corrupt(layout.startsAt() + 4L * from, "lists that overlap");
    }
    int[] listed = Packed.read(section, layout.listsAt(), layout.documentBits(), first, end);
    for (int document : listed) {
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

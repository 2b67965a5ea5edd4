package dev.sutra.attribute;

import static dev.sutra.io.Layouts.INT;
import static dev.sutra.io.Layouts.LONG;

import dev.sutra.io.Section;

/**
 * Where the parts of a column are; the package page describes them. Offsets are from the start of
 * the section.
 *
 * @param documents of the segment
 * @param withValue documents with a value
 * @param booleans 1 if false occurs, plus 2 if true occurs
 * @param bitmaps number of values with a bitmap
 * @param listed documents of the values without one
 * @param sparse whether values are given by document for those that have one only
 */
record ColumnLayout(
    long start,
    int documents,
    int withValue,
    int booleans,
    int longs,
    int doubles,
    int strings,
    int bitmaps,
    int listed,
    boolean sparse,
    long stringBytes) {
  static final int HEADER_BYTES = 40;

  /** Reads and checks the header of a column that takes a range of a section. */
  static ColumnLayout read(Section section, long start, long end, int documents) {
    section.verify(start, HEADER_BYTES);
    var memory = section.memory();
    ColumnLayout layout =
        new ColumnLayout(
            start,
            documents,
            memory.get(INT, start),
            memory.get(INT, start + 4),
            memory.get(INT, start + 8),
            memory.get(INT, start + 12),
            memory.get(INT, start + 16),
            memory.get(INT, start + 20),
            memory.get(INT, start + 24),
            memory.get(INT, start + 28) == 1,
            memory.get(LONG, start + 32));
    int form = memory.get(INT, start + 28);
    boolean fits =
        layout.withValue >= 0
            && layout.withValue <= documents
            && (layout.booleans & ~3) == 0
            && layout.longs >= 0
            && layout.doubles >= 0
            && layout.strings >= 0
            && (long) layout.longs + layout.doubles + layout.strings <= layout.withValue
            && layout.bitmaps >= 0
            && layout.bitmaps <= layout.values()
            && layout.listed >= 0
            && layout.listed <= layout.withValue
            && (form == 0 || form == 1)
            && layout.stringBytes >= 0
            && layout.stringBytes <= section.length()
            && layout.end() == end;
    if (!fits) {
      throw section.corrupt(start, "a column that does not fit its " + (end - start) + " bytes");
    }
    return layout;
  }

  /** Number of different values. */
  int values() {
    return firstLong() + longs + doubles + strings;
  }

  /** The number of the first whole number. */
  int firstLong() {
    return Integer.bitCount(booleans);
  }

  int firstDouble() {
    return firstLong() + longs;
  }

  int firstString() {
    return firstDouble() + doubles;
  }

  int documentBits() {
    return Packed.bits(Math.max(0, documents - 1));
  }

  /** Bits of a value by document. */
  int valueBits() {
    return sparse ? Packed.bits(Math.max(0, values() - 1)) : Packed.bits(values());
  }

  long longsAt() {
    return start + HEADER_BYTES;
  }

  long doublesAt() {
    return longsAt() + 8L * longs;
  }

  long bitmapTableAt() {
    return doublesAt() + 8L * doubles;
  }

  /** Bytes of a bitmap. */
  long bitmapBytes() {
    return bitmapBytes(documents);
  }

  static long bitmapBytes(int documents) {
    return (documents + 63L) / 64 * 8;
  }

  long bitmapsAt() {
    return bitmapTableAt() + 8L * bitmaps;
  }

  long listsAt() {
    return bitmapsAt() + bitmaps * bitmapBytes();
  }

  /** In the sparse form, where the documents with a value are. */
  long presentAt() {
    return listsAt() + Packed.bytes(listed, documentBits());
  }

  /** Where the values by document are. */
  long valuesAt() {
    return presentAt() + (sparse ? Packed.bytes(withValue, documentBits()) : 0);
  }

  long startsAt() {
    return valuesAt() + Packed.bytes(sparse ? withValue : documents, valueBits());
  }

  long stringStartsAt() {
    return startsAt() + 4L * (values() + 1);
  }

  long stringsAt() {
    return stringStartsAt() + 4L * (strings + 1);
  }

  /** The end, a multiple of 8 from the start of the section. */
  long end() {
    return (stringsAt() + stringBytes + 7) & -8;
  }
}

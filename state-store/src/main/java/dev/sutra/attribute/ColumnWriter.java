package dev.sutra.attribute;

import dev.sutra.io.SectionOutput;
import java.io.IOException;

/** Writes a column; the package page gives the layout. */
final class ColumnWriter {
  private final SectionOutput out;
  private final int documents;
  private final Dictionary dictionary;
  // A document in the upper half and the number of its value in the lower one, ascending.
  private final long[] pairs;
  private final int size;
  private final int[] counts;
  private int bitmaps;
  private int listed;

  private ColumnWriter(
      SectionOutput out, int documents, Dictionary dictionary, long[] pairs, int size) {
    this.out = out;
    this.documents = documents;
    this.dictionary = dictionary;
    this.pairs = pairs;
    this.size = size;
    this.counts = new int[dictionary.values()];
  }

  /** A pair for {@link #write}. */
  static long pair(int document, int number) {
    return (long) document << Integer.SIZE | number;
  }

  /**
   * Writes a column, in which each value occurs.
   *
   * @param documents of the segment
   * @param pairs documents with the numbers of their values, ascending
   * @param size number of pairs
   * @param stringBytes of the dictionary
   */
  static void write(
      SectionOutput out,
      int documents,
      Dictionary dictionary,
      long[] pairs,
      int size,
      long stringBytes)
      throws IOException {
    new ColumnWriter(out, documents, dictionary, pairs, size).write(stringBytes);
  }

  private void write(long stringBytes) throws IOException {
    int documentBits = Packed.bits(Math.max(0, documents - 1));
    for (int i = 0; i < size; i++) {
      counts[(int) pairs[i]]++;
    }
    boolean[] dense = new boolean[counts.length];
    for (int number = 0; number < counts.length; number++) {
      dense[number] =
          (long) counts[number] * documentBits
              > Byte.SIZE * (ColumnLayout.bitmapBytes(documents) + Long.BYTES);
      bitmaps += dense[number] ? 1 : 0;
      listed += dense[number] ? 0 : counts[number];
    }
    int values = counts.length;
    boolean sparse =
        Packed.bytes(documents, Packed.bits(values))
            > Packed.bytes(size, documentBits) + Packed.bytes(size, Packed.bits(values - 1));
    writeHeader(sparse, stringBytes);
    writeNumbers();
    writeBitmaps(dense);
    writeLists(dense, documentBits);
    if (sparse) {
      writeSparse(documentBits, Packed.bits(values - 1));
    } else {
      writeAll(Packed.bits(values));
    }
    writeStarts(dense);
    writeStrings();
    out.align(Long.BYTES);
  }

  private void writeHeader(boolean sparse, long stringBytes) throws IOException {
    out.writeInt(size);
    out.writeInt(dictionary.booleans());
    out.writeInt(dictionary.longs().length);
    out.writeInt(dictionary.doubles().length);
    out.writeInt(dictionary.strings().count());
    out.writeInt(bitmaps);
    out.writeInt(listed);
    out.writeInt(sparse ? 1 : 0);
    out.writeLong(stringBytes);
  }

  private void writeNumbers() throws IOException {
    for (long number : dictionary.longs()) {
      out.writeLong(number);
    }
    for (double number : dictionary.doubles()) {
      out.writeLong(Double.doubleToLongBits(number));
    }
  }

  private void writeBitmaps(boolean[] dense) throws IOException {
    int[] places = new int[dense.length];
    int place = 0;
    for (int number = 0; number < dense.length; number++) {
      if (dense[number]) {
        out.writeInt(number);
        out.writeInt(counts[number]);
        places[number] = place++;
      }
    }
    int words = (int) (ColumnLayout.bitmapBytes(documents) / Long.BYTES);
    long[][] bits = new long[bitmaps][words];
    for (int i = 0; i < size && bitmaps > 0; i++) {
      int number = (int) pairs[i];
      if (dense[number]) {
        int document = (int) (pairs[i] >>> Integer.SIZE);
        bits[places[number]][document >>> 6] |= 1L << document;
      }
    }
    for (long[] bitmap : bits) {
      for (long word : bitmap) {
        out.writeLong(word);
      }
    }
  }

  private void writeLists(boolean[] dense, int documentBits) throws IOException {
    int[] next = new int[counts.length];
    int start = 0;
    for (int number = 0; number < counts.length; number++) {
      next[number] = start;
      start += dense[number] ? 0 : counts[number];
    }
    int[] lists = new int[listed];
    for (int i = 0; i < size; i++) {
      int number = (int) pairs[i];
      if (!dense[number]) {
        lists[next[number]++] = (int) (pairs[i] >>> Integer.SIZE);
      }
    }
    Packed.Writer packed = new Packed.Writer(out, documentBits);
    for (int document : lists) {
      packed.add(document);
    }
    packed.finish();
  }

  private void writeSparse(int documentBits, int valueBits) throws IOException {
    Packed.Writer present = new Packed.Writer(out, documentBits);
    for (int i = 0; i < size; i++) {
      present.add((int) (pairs[i] >>> Integer.SIZE));
    }
    present.finish();
    Packed.Writer values = new Packed.Writer(out, valueBits);
    for (int i = 0; i < size; i++) {
      values.add((int) pairs[i]);
    }
    values.finish();
  }

  private void writeAll(int valueBits) throws IOException {
    Packed.Writer values = new Packed.Writer(out, valueBits);
    int document = 0;
    for (int i = 0; i < size; i++) {
      for (int next = (int) (pairs[i] >>> Integer.SIZE); document < next; document++) {
        values.add(0);
      }
      values.add((int) pairs[i] + 1);
      document++;
    }
    for (; document < documents; document++) {
      values.add(0);
    }
    values.finish();
  }

  private void writeStarts(boolean[] dense) throws IOException {
    int start = 0;
    for (int number = 0; number < counts.length; number++) {
      out.writeInt(start);
      start += dense[number] ? 0 : counts[number];
    }
    out.writeInt(start);
  }

  private void writeStrings() throws IOException {
    Strings strings = dictionary.strings();
    int start = 0;
    for (int i = 0; i < strings.count(); i++) {
      out.writeInt(start);
      start += strings.length(i);
    }
    out.writeInt(start);
    for (int i = 0; i < strings.count(); i++) {
      strings.write(i, out);
    }
  }
}

package dev.sutra.attribute;

import dev.sutra.io.SectionOutput;
import dev.sutra.record.ConceptRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects the attributes of concept rows, and writes them as a section. Attributes of more names
 * than a section has columns are left out. Not thread-safe.
 */
public final class AttributeCollector {
  private static final byte[] NO_NAME = new byte[0];

  private final long bytesMax;
  private final ValueTable names = new ValueTable();
  private final List<Column> columns = new ArrayList<>();
  private final Visitor visitor = new Visitor();
  private Column current = new Column();
  private int document;
  private long bytes;
  private boolean complete = true;
  private boolean full;

  /** The values of a name. */
  private static final class Column {
    final ValueTable values = new ValueTable();
    int[] documents = new int[4];
    int[] numbers = new int[4];
    int size;
  }

  /**
   * Creates a collector.
   *
   * @param bytesMax heap bytes; beyond it, all attributes are left out
   */
  public AttributeCollector(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /**
   * Adds a concept.
   *
   * @param next its document, above those before
   * @param row contains its row, with or without the vector, from {@code offset} on
   */
  public void add(int next, byte[] row, int offset) {
    if (full) {
      return;
    }
    document = next;
    RowAttributes.visit(row, offset, visitor);
    long created = ConceptRow.createdAt(row, offset);
    if (created != ConceptRow.updatedAt(row, offset)) {
      visitor.name(NO_NAME, 0, 0);
      visitor.whole(created);
    }
    if (bytes > bytesMax) {
      full = true;
      columns.clear();
    }
  }

  /** Takes the attributes of a row. */
  private final class Visitor implements RowAttributes {
    @Override
    public void name(byte[] row, int offset, int length) {
      int before = names.size();
      if (before == AttributesSection.COLUMNS_MAX) {
        // Names that are known are looked up only; of others, the values go nowhere.
        current = known(row, offset, length);
        return;
      }
      int number = names.add(row, offset, length);
      if (number == before) {
        columns.add(new Column());
        bytes += 300 + length;
      }
      current = columns.get(number);
    }

    @Override
    public void string(byte[] row, int offset, int length) {
      int before = current.values.size();
      int number = current.values.add(row, offset, length);
      added(number, number == before ? 24 + length : 0);
    }

    @Override
    public void whole(long value) {
      int before = current.values.size();
      int number = current.values.add(value);
      added(number, number == before ? 24 : 0);
    }

    @Override
    public void floating(double value) {
      int before = current.values.size();
      int number = current.values.add(value);
      added(number, number == before ? 24 : 0);
    }

    @Override
    public void flag(boolean value) {
      added(current.values.add(value), 0);
    }
  }

  private Column known(byte[] row, int offset, int length) {
    int number = names.find(row, offset, length);
    complete &= number >= 0;
    return number >= 0 ? columns.get(number) : new Column();
  }

  private void added(int number, int newBytes) {
    int at = current.size++;
    if (at == current.documents.length) {
      current.documents = Arrays.copyOf(current.documents, 2 * at);
      current.numbers = Arrays.copyOf(current.numbers, 2 * at);
    }
    current.documents[at] = document;
    current.numbers[at] = number;
    bytes += 12 + newBytes;
  }

  /**
   * Writes the section, whose output has just begun.
   *
   * @param documents of the segment
   */
  public void write(SectionOutput out, int documents) throws IOException {
    AttributesWriter writer = new AttributesWriter(out, documents);
    if (full || !complete) {
      writer.leaveOut();
    }
    Integer[] order = new Integer[columns.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Arrays.compareUnsigned(names.string(a), names.string(b)));
    for (int number : order) {
      Column column = columns.get(number);
      Dictionary dictionary = column.values.dictionary();
      int[] numbers = column.values.numbers(dictionary);
      long[] pairs = new long[column.size];
      for (int i = 0; i < pairs.length; i++) {
        pairs[i] = ColumnWriter.pair(column.documents[i], numbers[column.numbers[i]]);
      }
      writer.write(names.string(number), dictionary, pairs, pairs.length);
    }
    writer.finish();
  }
}

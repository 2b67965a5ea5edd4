package dev.sutra.attribute;

import dev.sutra.io.SectionOutput;
import dev.sutra.record.ConceptRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the attributes of concept rows, and writes them as a section. Attributes of more names
 * than a section has columns are left out. Not thread-safe.
 */
public final class AttributeCollector {
  private static final byte[] NO_NAME = new byte[0];

  /** Heap use of a value in a table, at most. */
  private static final int VALUE_BYTES = 50;

  private final long bytesMax;
  private final ValueTable names = new ValueTable();
  private final List<Column> columns = new ArrayList<>();
  private final Visitor visitor = new Visitor();
  private Column current = new Column(NO_NAME);
  private int document;
  private long bytes;
  private boolean complete = true;
  private boolean full;

  /** The values of a name. */
  private static final class Column {
    final byte[] name;
    final ValueTable values = new ValueTable();
    int[] documents = new int[4];
    int[] numbers = new int[4];
    int size;
    // The column of the attribute that followed the last time. Most rows have the same names.
    @Nullable Column next;

    Column(byte[] name) {
      this.name = name;
    }

    boolean isNamed(byte[] row, int offset, int length) {
      return Arrays.equals(name, 0, name.length, row, offset, offset + length);
    }
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
      Column next = current.next;
      if (next == null || !next.isNamed(row, offset, length)) {
        next = column(row, offset, length);
        current.next = next;
      }
      // Without a column, its values go nowhere.
      current = next == null ? new Column(NO_NAME) : next;
    }

    @Override
    public void string(byte[] row, int offset, int length) {
      int before = current.values.size();
      int number = current.values.add(row, offset, length);
      added(number, number == before ? VALUE_BYTES + length : 0);
    }

    @Override
    public void whole(long value) {
      int before = current.values.size();
      int number = current.values.add(value);
      added(number, number == before ? VALUE_BYTES : 0);
    }

    @Override
    public void floating(double value) {
      int before = current.values.size();
      int number = current.values.add(value);
      added(number, number == before ? VALUE_BYTES : 0);
    }

    @Override
    public void flag(boolean value) {
      added(current.values.add(value), 0);
    }
  }

  /** The column of a name; null if there are too many. */
  private @Nullable Column column(byte[] row, int offset, int length) {
    int number = names.find(row, offset, length);
    if (number >= 0) {
      return columns.get(number);
    }
    if (columns.size() == AttributesSection.COLUMNS_MAX) {
      complete = false;
      return null;
    }
    names.add(row, offset, length);
    Column column = new Column(Arrays.copyOfRange(row, offset, offset + length));
    columns.add(column);
    bytes += 300 + 2 * length;
    return column;
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
    columns.sort((a, b) -> Arrays.compareUnsigned(a.name, b.name));
    for (Column column : columns) {
      Dictionary dictionary = column.values.dictionary();
      int[] numbers = column.values.numbers(dictionary);
      long[] pairs = new long[column.size];
      for (int i = 0; i < pairs.length; i++) {
        pairs[i] = ColumnWriter.pair(column.documents[i], numbers[column.numbers[i]]);
      }
      writer.write(column.name, dictionary, pairs, pairs.length);
    }
    writer.finish();
  }
}

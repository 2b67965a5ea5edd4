package dev.sutra.attribute;

import dev.sutra.io.SectionOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes a section of attributes column by column; the package page gives the layout. */
final class AttributesWriter {
  private final SectionOutput out;
  private final int documents;
  private final List<Long> starts = new ArrayList<>();
  private final List<byte[]> names = new ArrayList<>();
  private boolean complete = true;

  /**
   * Begins a section.
   *
   * @param documents of the segment
   */
  AttributesWriter(SectionOutput out, int documents) throws IOException {
    this.out = out;
    this.documents = documents;
    out.writeInt(AttributesSection.VERSION);
    out.writeInt(documents);
  }

  /**
   * Writes the next column, unless there are too many or its strings are too long.
   *
   * @param name above the one before
   * @param pairs see {@link ColumnWriter#write}
   */
  void write(byte[] name, Dictionary dictionary, long[] pairs, int size) throws IOException {
    long stringBytes = dictionary.stringBytes();
    if (names.size() == AttributesSection.COLUMNS_MAX || stringBytes == Long.MAX_VALUE) {
      leaveOut();
      return;
    }
    starts.add(out.position());
    names.add(name);
    ColumnWriter.write(out, documents, dictionary, pairs, size, stringBytes);
  }

  /** Notes that there is an attribute without a column. */
  void leaveOut() {
    complete = false;
  }

  void finish() throws IOException {
    long directory = out.position();
    for (long start : starts) {
      out.writeLong(start);
    }
    out.writeLong(directory);
    int end = 0;
    out.writeInt(end);
    for (byte[] name : names) {
      end += name.length;
      out.writeInt(end);
    }
    for (byte[] name : names) {
      out.writeBytes(name, 0, name.length);
    }
    out.writeLong(directory);
    out.writeInt(names.size());
    out.writeInt(complete ? 0 : 1);
  }
}

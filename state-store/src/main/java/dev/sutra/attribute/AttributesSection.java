package dev.sutra.attribute;

import static dev.sutra.io.Layouts.BYTE;
import static dev.sutra.io.Layouts.INT;
import static dev.sutra.io.Layouts.LONG;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Section;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a segment's documents, read from the mapped file; the package page gives the
 * layout. Thread-safe.
 */
public final class AttributesSection {
  /** The name of the column with the times of the first write, where they differ. */
  public static final String CREATED = "";

  /** Most columns of a section. */
  static final int COLUMNS_MAX = 4096;

  static final int VERSION = 1;
  static final int HEADER_BYTES = 8;
  static final int FOOTER_BYTES = 16;

  private final Section section;
  private final MemorySegment memory;
  private final int documents;
  private final int columns;
  private final boolean complete;
  private final long directory;
  private final long nameEnds;
  private final long names;

  private AttributesSection(Section section) {
    this.section = section;
    this.memory = section.memory();
    this.documents = memory.get(INT, 4);
    long footer = section.length() - FOOTER_BYTES;
    this.directory = memory.get(LONG, footer);
    this.columns = memory.get(INT, footer + 8);
    this.complete = memory.get(INT, footer + 12) == 0;
    this.nameEnds = directory + 8L * (columns + 1L);
    this.names = nameEnds + 4L * (columns + 1L);
  }

  /**
   * Opens a section; only its header is read.
   *
   * @throws CorruptFileException if the header is corrupt or of another version
   */
  public static AttributesSection open(Section section) {
    section.verify(0, HEADER_BYTES);
    long footer = section.length() - FOOTER_BYTES;
    section.verify(footer, FOOTER_BYTES);
    int version = section.memory().get(INT, 0);
    if (version != VERSION) {
      throw section.corrupt(0, "attributes of version " + version);
    }
    AttributesSection attributes = new AttributesSection(section);
    int flag = section.memory().get(INT, footer + 12);
    boolean fits =
        attributes.documents >= 0
            && attributes.columns >= 0
            && attributes.columns <= COLUMNS_MAX
            && (flag == 0 || flag == 1)
            && attributes.directory >= HEADER_BYTES
            && attributes.directory <= footer
            && attributes.names <= footer;
    if (!fits) {
      throw section.corrupt(footer, attributes.columns + " columns do not fit the section");
    }
    return attributes;
  }

  /** Number of documents of the segment. */
  public int documents() {
    return documents;
  }

  /** Whether all attributes are in columns. */
  public boolean isComplete() {
    return complete;
  }

  /** Number of columns. */
  int columns() {
    return columns;
  }

  /** The column of an attribute; null if there is none. */
  public @Nullable AttributeColumn column(String name) {
    byte[] wanted = name.getBytes(UTF_8);
    int low = 0;
    int high = columns;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = Arrays.compareUnsigned(name(middle), wanted);
      if (order == 0) {
        return column(middle);
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return null;
  }

  /** The name of a column, UTF-8. */
  byte[] name(int index) {
    long at = nameEnds + 4L * index;
    section.verify(at, 8);
    int from = memory.get(INT, at);
    int to = memory.get(INT, at + 4);
    if (from < 0 || from > to || to > section.length() - FOOTER_BYTES - names) {
      throw section.corrupt(at, "a name from " + from + " to " + to);
    }
    section.verify(names + from, to - from);
    byte[] name = new byte[to - from];
    MemorySegment.copy(memory, BYTE, names + from, name, 0, name.length);
    return name;
  }

  AttributeColumn column(int index) {
    long at = directory + 8L * index;
    section.verify(at, 16);
    long start = memory.get(LONG, at);
    long end = memory.get(LONG, at + 8);
    if (start < HEADER_BYTES || start > end || end > directory || (start & 7) != 0) {
      throw section.corrupt(at, "a column from " + start + " to " + end);
    }
    return new AttributeColumn(section, ColumnLayout.read(section, start, end, documents));
  }

  CorruptFileException corrupt(String reason) {
    return section.corrupt(0, reason);
  }
}

package dev.sutra.time;

import static dev.sutra.io.Layouts.INT;
import static dev.sutra.io.Layouts.LONG;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Section;
import java.util.BitSet;

/**
 * The times of a segment's documents, read from the mapped file; the package page gives the layout.
 * Thread-safe.
 *
 * <p>Cursors raise {@link dev.sutra.io.CorruptFileException} on a corrupt page or a time out of
 * order; without this check, a reader that resumes after the last time might never end.
 */
public final class TimesSection implements TimeSource {
  static final int HEADER_BYTES = 8;

  private final Section section;
  private final int size;
  private final long documentsOffset;

  private TimesSection(Section section, int size) {
    this.section = section;
    this.size = size;
    this.documentsOffset = HEADER_BYTES + 8L * size;
  }

  /**
   * Opens a section; only its header is read.
   *
   * @throws dev.sutra.io.CorruptFileException if the header is corrupt or does not match the length
   */
  public static TimesSection open(Section section) {
    section.verify(0, HEADER_BYTES);
    int size = section.memory().get(INT, 0);
    long expected = HEADER_BYTES + 12L * size;
    if (size < 0 || expected != section.length()) {
      throw section.corrupt(0, size + " times do not fit " + section.length() + " bytes");
    }
    return new TimesSection(section, size);
  }

  @Override
  public int size() {
    return size;
  }

  /** Number of entries from one time to another one, ms, inclusive. */
  public int count(long from, long to) {
    return Math.max(0, firstAfter(to) - firstAtOrAfter(from));
  }

  /**
   * Sets the bits of the documents from one time to another one, ms, inclusive.
   *
   * @param documentsMax all documents are below this
   * @throws dev.sutra.io.CorruptFileException if one is not
   */
  public void addTo(BitSet documents, long from, long to, int documentsMax) {
    int first = firstAtOrAfter(from);
    int end = Math.max(first, firstAfter(to));
    section.verify(documentsOffset + 4L * first, 4L * (end - first));
    long offset = documentsOffset + 4L * first;
    // Copied first: reading mapped memory one by one is slow.
    int[] found = section.memory().asSlice(offset, 4L * (end - first)).toArray(INT);
    for (int document : found) {
      if (document < 0 || document >= documentsMax) {
        throw section.corrupt(offset, "document " + document + " of " + documentsMax);
      }
      documents.set(document);
    }
  }

  @Override
  public TimeCursor ascending(long from, long to) {
    int first = firstAtOrAfter(from);
    return new Cursor(first - 1, 1, Math.max(first, firstAfter(to)), from);
  }

  @Override
  public TimeCursor descending(long from, long to) {
    int first = firstAtOrAfter(from);
    return new Cursor(Math.max(first, firstAfter(to)), -1, first - 1, to);
  }

  private final class Cursor implements TimeCursor {
    private final int step;
    private final int end;
    private int index;
    // Time of the previous document; at first, the first time of the range.
    private long last;

    Cursor(int index, int step, int end, long last) {
      this.index = index;
      this.step = step;
      this.end = end;
      this.last = last;
    }

    @Override
    public boolean next() {
      if (index != end) {
        index += step;
      }
      if (index == end) {
        return false;
      }
      long time = timeAt(index);
      if (step > 0 ? time < last : time > last) {
        throw corruptAt(index, "a time out of order");
      }
      last = time;
      return true;
    }

    @Override
    public long time() {
      return last;
    }

    @Override
    public int document() {
      return documentAt(index);
    }
  }

  int documentAt(int index) {
    long offset = documentsOffset + 4L * index;
    section.verify(offset, 4);
    int document = section.memory().get(INT, offset);
    if (document < 0) {
      throw section.corrupt(offset, "a negative document number");
    }
    return document;
  }

  CorruptFileException corruptAt(int index, String reason) {
    return section.corrupt(HEADER_BYTES + 8L * index, reason);
  }

  long timeAt(int index) {
    long offset = HEADER_BYTES + 8L * index;
    section.verify(offset, 8);
    return section.memory().get(LONG, offset);
  }

  private int firstAfter(long time) {
    return time == Long.MAX_VALUE ? size : firstAtOrAfter(time + 1);
  }

  private int firstAtOrAfter(long time) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (timeAt(middle) < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

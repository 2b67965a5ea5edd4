package dev.sutra.io;

import static dev.sutra.io.Layouts.INT;
import static dev.sutra.io.SectionFormat.PAGE_BYTES;

import java.lang.foreign.MemorySegment;

/**
 * The pages of a mapped sectioned file. A page is compared with its checksum when it is first
 * needed. Safe for use by many threads.
 */
final class CheckedPages {
  private final String file;
  private final MemorySegment memory;
  private final long end;
  private final long checksumsOffset;
  // One bit a page. Racy on purpose: a lost bit costs a second check of the same page.
  private final long[] verified;

  /**
   * Creates the pages of a file; none is checked yet.
   *
   * @param file its name, for messages
   * @param end where the pages end, bytes
   * @param checksumsOffset where the checksums of all pages begin, bytes
   */
  CheckedPages(String file, MemorySegment memory, long end, long checksumsOffset) {
    this.file = file;
    this.memory = memory;
    this.end = end;
    this.checksumsOffset = checksumsOffset;
    this.verified = new long[(count(end) + 63) / 64];
  }

  /** Number of pages in so many bytes; the last one may be short. */
  static int count(long bytes) {
    return (int) ((bytes + PAGE_BYTES - 1) / PAGE_BYTES);
  }

  String file() {
    return file;
  }

  /** Checks the pages of a range that have not been checked before. */
  void verify(long offset, long length) {
    long last = (offset + length - 1) / PAGE_BYTES;
    for (long page = offset / PAGE_BYTES; page <= last; page++) {
      if ((verified[(int) (page >>> 6)] & (1L << page)) == 0) {
        verifyPage(page);
      }
    }
  }

  /** Checks every page that has not been checked before. */
  void verifyAll() {
    verify(0, end);
  }

  /** Checks every page and reports all damaged ones. */
  void verifyAll(Problems problems) {
    for (long page = 0; page * PAGE_BYTES < end; page++) {
      try {
        verifyPage(page);
      } catch (CorruptFileException e) {
        problems.add(e);
      }
    }
  }

  private void verifyPage(long page) {
    long start = page * PAGE_BYTES;
    long bytes = Math.min(PAGE_BYTES, end - start);
    int stored = memory.get(INT, checksumsOffset + 4 * page);
    if (stored != Crc32c.of(memory, start, bytes)) {
      throw new CorruptFileException(file, start, "page checksum mismatch");
    }
    verified[(int) (page >>> 6)] |= 1L << page;
  }
}

package dev.sutra.io;

import static dev.sutra.io.Layouts.INT;
import static dev.sutra.io.Layouts.LONG;
import static dev.sutra.io.SectionFormat.DIRECTORY_ENTRY_BYTES;
import static dev.sutra.io.SectionFormat.FOOTER_BYTES;
import static dev.sutra.io.SectionFormat.FORMAT_VERSION;
import static dev.sutra.io.SectionFormat.HEADER_BYTES;
import static dev.sutra.io.SectionFormat.MAGIC;
import static dev.sutra.io.SectionFormat.PAGE_BYTES;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sectioned file mapped for reading; see the package page for the bytes.
 *
 * <p>Header, directory and footer are checked at open, pages at their first use. Safe for use by
 * many threads until closed.
 */
public final class SectionedFile implements AutoCloseable {
  private final MappedFile file;
  private final MemorySegment memory;
  private final long directoryOffset;
  private final CheckedPages pages;
  private final Map<Integer, Section> sections = new LinkedHashMap<>();

  private SectionedFile(MappedFile file) {
    this.file = file;
    this.memory = file.memory();
    long end = memory.byteSize();
    require(end >= HEADER_BYTES + FOOTER_BYTES, end, "too short to be a segment");
    require(memory.get(LONG, 0) == MAGIC, 0, "no segment magic");
    require(memory.get(INT, 8) == FORMAT_VERSION, 8, "unknown format version");
    require(memory.get(INT, 12) == PAGE_BYTES, 12, "unknown page size");
    require(memory.get(LONG, end - 8) == MAGIC, end - 8, "no segment magic at the end");
    directoryOffset = memory.get(LONG, end - FOOTER_BYTES);
    final int sectionCount = memory.get(INT, end - 24);
    final int pageCount = memory.get(INT, end - 20);
    require(
        directoryOffset >= HEADER_BYTES
            && directoryOffset < end
            && sectionCount >= 0
            && pageCount == CheckedPages.count(directoryOffset)
            && directoryOffset + (long) sectionCount * DIRECTORY_ENTRY_BYTES + 4L * pageCount
                == end - FOOTER_BYTES,
        end - FOOTER_BYTES,
        "the footer's numbers do not fit the file's length");
    int stored = memory.get(INT, end - 12);
    int actual = Crc32c.of(memory, directoryOffset, end - 12 - directoryOffset);
    require(stored == actual, directoryOffset, "directory checksum mismatch");
    require(memory.get(INT, end - 16) == FORMAT_VERSION, end - 16, "unknown format version");
    long checksumsOffset = directoryOffset + (long) sectionCount * DIRECTORY_ENTRY_BYTES;
    pages = new CheckedPages(file.name(), memory, directoryOffset, checksumsOffset);
    for (int i = 0; i < sectionCount; i++) {
      addSection(directoryOffset + (long) i * DIRECTORY_ENTRY_BYTES);
    }
  }

  /**
   * Maps a file and checks header, directory and footer.
   *
   * @throws CorruptFileException if one of them is corrupt
   */
  public static SectionedFile open(Storage storage, String name) throws IOException {
    MappedFile file = storage.map(name);
    try {
      return new SectionedFile(file);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** The section of this kind, or null. */
  public @Nullable Section section(int kind) {
    return sections.get(kind);
  }

  /**
   * The section of this kind.
   *
   * @throws CorruptFileException if there is none
   */
  public Section requiredSection(int kind) {
    Section section = sections.get(kind);
    if (section == null) {
      throw new CorruptFileException(name(), directoryOffset, "no section of kind " + kind);
    }
    return section;
  }

  public String name() {
    return file.name();
  }

  /** Length of the whole file in bytes. */
  public long length() {
    return memory.byteSize();
  }

  /** Checks every page. */
  public void verifyAll() {
    pages.verifyAll();
  }

  /** Checks every page and reports all damaged ones. */
  public void verifyAll(Problems problems) {
    pages.verifyAll(problems);
  }

  /** Unmaps the file. Idempotent. */
  @Override
  public void close() {
    file.close();
  }

  private void addSection(long entry) {
    int kind = memory.get(INT, entry);
    long offset = memory.get(LONG, entry + 8);
    long length = memory.get(LONG, entry + 16);
    require(
        offset >= HEADER_BYTES
            && offset <= directoryOffset
            && length >= 0
            && length <= directoryOffset - offset,
        entry,
        "a section lies outside the file");
    sections.put(kind, new Section(pages, offset, memory.asSlice(offset, length)));
  }

  private void require(boolean condition, long offset, String reason) {
    if (!condition) {
      throw new CorruptFileException(file.name(), offset, reason);
    }
  }
}

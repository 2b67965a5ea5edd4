package dev.sutra.io;

import java.lang.foreign.MemorySegment;

/**
 * A section of a mapped file. Offsets count from the section's start; values are read from {@link
 * #memory()} with {@link Layouts}, after {@link #verify} of the range.
 */
public final class Section {
  private final CheckedPages pages;
  private final long fileOffset;
  private final MemorySegment memory;

  Section(CheckedPages pages, long fileOffset, MemorySegment memory) {
    this.pages = pages;
    this.fileOffset = fileOffset;
    this.memory = memory;
  }

  public long length() {
    return memory.byteSize();
  }

  public MemorySegment memory() {
    return memory;
  }

  /**
   * Checks the pages of a range, each at its first use only.
   *
   * @throws CorruptFileException naming the page, or if the range is outside of the section
   */
  public void verify(long offset, long length) {
    if (offset < 0 || length < 0 || offset > memory.byteSize() - length) {
      throw corrupt(offset, "a reference leads out of its section");
    }
    if (length > 0) {
      pages.verify(fileOffset + offset, length);
    }
  }

  /** Creates an exception that names this file and the offset in it. */
  public CorruptFileException corrupt(long offset, String reason) {
    return new CorruptFileException(pages.file(), fileOffset + offset, reason);
  }
}

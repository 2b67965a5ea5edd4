package dev.sutra.io;

import static dev.sutra.io.SectionFormat.DIRECTORY_ENTRY_BYTES;
import static dev.sutra.io.SectionFormat.FOOTER_BYTES;
import static dev.sutra.io.SectionFormat.FORMAT_VERSION;
import static dev.sutra.io.SectionFormat.HEADER_BYTES;
import static dev.sutra.io.SectionFormat.MAGIC;
import static dev.sutra.io.SectionFormat.PAGE_BYTES;
import static dev.sutra.io.SectionFormat.SECTION_ALIGNMENT;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a sectioned file sequentially; see the package page for the layout.
 *
 * <p>Usage: {@link #begin} a section, write to the returned output, begin the next one, and finally
 * {@link #finish}. Not thread-safe.
 */
public final class SectionedFileWriter implements AutoCloseable {
  private record Entry(int kind, long offset, long length) {}

  private final OutputFile file;
  private final PagedOutput pages;
  private final SectionOutput output;
  private final List<Entry> entries = new ArrayList<>();
  private int currentKind;
  private long currentStart = -1;
  private int tailBytes;

  private SectionedFileWriter(OutputFile file) {
    this.file = file;
    this.pages = new PagedOutput(file);
    this.output = new SectionOutput(pages);
  }

  /** Creates the file and writes its header. */
  public static SectionedFileWriter create(Storage storage, String name) throws IOException {
    return create(storage.create(name));
  }

  /** Writes the header to a new file, which is closed with this writer. */
  public static SectionedFileWriter create(OutputFile file) throws IOException {
    SectionedFileWriter writer = new SectionedFileWriter(file);
    writer.pages.room(HEADER_BYTES).putLong(MAGIC).putInt(FORMAT_VERSION).putInt(PAGE_BYTES);
    writer.pages.zeroTo(HEADER_BYTES);
    return writer;
  }

  /** Ends the current section and begins the next one. */
  public SectionOutput begin(int kind) throws IOException {
    endSection();
    long aligned = (position() + SECTION_ALIGNMENT - 1) & -SECTION_ALIGNMENT;
    pages.zeroTo(aligned);
    output.begin();
    currentKind = kind;
    currentStart = aligned;
    return output;
  }

  /** Ends the last section, writes directory, checksums and footer, and forces the file. */
  public void finish() throws IOException {
    endSection();
    long directoryOffset = position();
    pages.flush();
    List<Integer> checksums = pages.checksums();
    int bytes = entries.size() * DIRECTORY_ENTRY_BYTES + checksums.size() * 4 + FOOTER_BYTES;
    ByteBuffer tail = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (Entry entry : entries) {
      tail.putInt(entry.kind).putInt(0).putLong(entry.offset).putLong(entry.length);
    }
    checksums.forEach(tail::putInt);
    tail.putLong(directoryOffset)
        .putInt(entries.size())
        .putInt(checksums.size())
        .putInt(FORMAT_VERSION);
    tail.putInt(Crc32c.of(tail.array(), 0, tail.position()));
    tail.putLong(MAGIC);
    file.write(tail.flip());
    tailBytes = bytes;
    file.force();
  }

  /** Bytes written so far, from the start of the file. */
  public long position() {
    return pages.position() + tailBytes;
  }

  /** Closes the file. Without a prior {@link #finish} the file is invalid. */
  @Override
  public void close() throws IOException {
    file.close();
  }

  private void endSection() {
    if (currentStart >= 0) {
      entries.add(new Entry(currentKind, currentStart, output.position()));
      currentStart = -1;
    }
  }
}

package dev.sutra.io;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Writes a sectioned file from front to back; see the package page for the bytes.
 *
 * <p>Use: {@link #begin} a section, write to the returned output, begin the next, at last {@link
 * #finish}. Not thread-safe.
 */
public final class SectionedFileWriter implements AutoCloseable {
  static final long MAGIC =
      ByteBuffer.wrap("SUTRASEG".getBytes(US_ASCII)).order(ByteOrder.LITTLE_ENDIAN).getLong();
  static final int FORMAT_VERSION = 1;
  static final int PAGE_BYTES = 16 * 1024;
  static final int HEADER_BYTES = 64;
  static final int SECTION_ALIGNMENT = 64;
  static final int DIRECTORY_ENTRY_BYTES = 24;
  static final int FOOTER_BYTES = 32;

  // Written at once, in places that are multiples of it: the page cache can hold such a piece as
  // one huge page, for which a reader's mapping takes one entry of the processor's address cache.
  private static final int PIECE_BYTES = 2 << 20;

  private record Entry(int kind, long offset, long length) {}

  private final OutputFile file;
  // A piece, and room for what may come with its last bytes.
  private final ByteBuffer buffer =
      ByteBuffer.allocate(PIECE_BYTES + PAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final List<Entry> entries = new ArrayList<>();
  private final List<Integer> pageChecksums = new ArrayList<>();
  private final SectionOutput output = new SectionOutput(this);
  private long flushed;
  private int currentKind;
  private long currentStart = -1;

  private SectionedFileWriter(OutputFile file) {
    this.file = file;
  }

  /** Creates the file and writes its header. */
  public static SectionedFileWriter create(Storage storage, String name) throws IOException {
    return create(storage.create(name));
  }

  /** Writes the header to a new file, which is closed with this writer. */
  public static SectionedFileWriter create(OutputFile file) throws IOException {
    SectionedFileWriter writer = new SectionedFileWriter(file);
    writer.buffer.putLong(MAGIC).putInt(FORMAT_VERSION).putInt(PAGE_BYTES);
    writer.output.zeroTo(HEADER_BYTES);
    return writer;
  }

  /** Ends the current section and begins the next one. */
  public SectionOutput begin(int kind) throws IOException {
    endSection();
    long aligned = (position() + SECTION_ALIGNMENT - 1) & -SECTION_ALIGNMENT;
    output.zeroTo(aligned);
    currentKind = kind;
    currentStart = aligned;
    return output;
  }

  /** Ends the last section, writes directory, checksums and footer, and forces the file. */
  public void finish() throws IOException {
    endSection();
    long directoryOffset = position();
    flush();
    int bytes = entries.size() * DIRECTORY_ENTRY_BYTES + pageChecksums.size() * 4 + FOOTER_BYTES;
    ByteBuffer tail = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (Entry entry : entries) {
      tail.putInt(entry.kind).putInt(0).putLong(entry.offset).putLong(entry.length);
    }
    pageChecksums.forEach(tail::putInt);
    tail.putLong(directoryOffset)
        .putInt(entries.size())
        .putInt(pageChecksums.size())
        .putInt(FORMAT_VERSION);
    tail.putInt(Crc32c.of(tail.array(), 0, tail.position()));
    tail.putLong(MAGIC);
    file.write(tail.flip());
    flushed += bytes;
    file.force();
  }

  /** Bytes written so far, from the start of the file. */
  public long position() {
    return flushed + buffer.position();
  }

  /** Closes the file; without {@link #finish} before it, the file is not a valid one. */
  @Override
  public void close() throws IOException {
    file.close();
  }

  long sectionPosition() {
    return position() - currentStart;
  }

  /** The buffer with room for {@code bytes} more, a page at most. */
  ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flushPiece();
    }
    return buffer;
  }

  private void endSection() {
    if (currentStart >= 0) {
      entries.add(new Entry(currentKind, currentStart, sectionPosition()));
      currentStart = -1;
    }
  }

  private void flushPiece() throws IOException {
    int end = buffer.position();
    writePages(PIECE_BYTES);
    buffer.limit(end).position(PIECE_BYTES);
    buffer.compact();
  }

  private void flush() throws IOException {
    writePages(buffer.position());
    buffer.clear();
  }

  private void writePages(int length) throws IOException {
    CRC32C crc = new CRC32C();
    for (int start = 0; start < length; start += PAGE_BYTES) {
      crc.reset();
      crc.update(buffer.slice(start, Math.min(PAGE_BYTES, length - start)));
      pageChecksums.add((int) crc.getValue());
    }
    file.write(buffer.slice(0, length));
    flushed += length;
  }
}

package dev.sutra.io;

import static dev.sutra.io.SectionFormat.PAGE_BYTES;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Appends to a file through a buffer, and computes the checksum of each page. Not thread-safe. */
final class PagedOutput {
  // One write per aligned piece of this size: the page cache can hold a piece as one huge page, for
  // which a reader's mapping needs one TLB entry.
  private static final int PIECE_BYTES = 2 << 20;

  private final OutputFile file;
  // A piece, and room for the bytes that may exceed it.
  private final ByteBuffer buffer =
      ByteBuffer.allocate(PIECE_BYTES + PAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final List<Integer> checksums = new ArrayList<>();
  private long written;

  PagedOutput(OutputFile file) {
    this.file = file;
  }

  /** Bytes so far, from the start of the file. */
  long position() {
    return written + buffer.position();
  }

  /** The buffer with room for {@code bytes} more, a page at most. */
  ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      writePiece();
    }
    return buffer;
  }

  /** Writes zeros up to a position. */
  void zeroTo(long position) throws IOException {
    while (position() < position) {
      room(1).put((byte) 0);
    }
  }

  /** Writes what is buffered; nothing may be appended afterwards. */
  void flush() throws IOException {
    writePages(buffer.position());
    buffer.clear();
  }

  /** The checksums of all pages, once flushed. */
  List<Integer> checksums() {
    return checksums;
  }

  private void writePiece() throws IOException {
    int end = buffer.position();
    writePages(PIECE_BYTES);
    buffer.limit(end).position(PIECE_BYTES);
    buffer.compact();
  }

  private void writePages(int length) throws IOException {
    CRC32C crc = new CRC32C();
    for (int start = 0; start < length; start += PAGE_BYTES) {
      crc.reset();
      crc.update(buffer.slice(start, Math.min(PAGE_BYTES, length - start)));
      checksums.add((int) crc.getValue());
    }
    file.write(buffer.slice(0, length));
    written += length;
  }
}

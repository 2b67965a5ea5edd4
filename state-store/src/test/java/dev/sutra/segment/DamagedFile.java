package dev.sutra.segment;

import dev.sutra.io.Crc32c;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of a sectioned file, to be changed without a checksum telling of it. */
final class DamagedFile {
  private static final int PAGE_BYTES = 16 * 1024;
  private static final int ENTRY_BYTES = 24;

  private final byte[] content;
  private final ByteBuffer bytes;

  DamagedFile(byte[] content) {
    this.content = content;
    this.bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
  }

  int sectionsEnd() {
    return (int) bytes.getLong(content.length - 32);
  }

  void flip(int bit) {
    content[bit / 8] ^= (byte) (1 << bit % 8);
  }

  byte[] withChecksums() {
    int directory = sectionsEnd();
    int checksums = directory + ENTRY_BYTES * bytes.getInt(content.length - 24);
    for (int start = 0; start < directory; start += PAGE_BYTES) {
      int length = Math.min(PAGE_BYTES, directory - start);
      bytes.putInt(checksums + 4 * (start / PAGE_BYTES), Crc32c.of(content, start, length));
    }
    int end = content.length - 12;
    bytes.putInt(end, Crc32c.of(content, directory, end - directory));
    return content;
  }
}

package dev.sutra.engine;

import dev.sutra.io.CrashStorage;
import dev.sutra.io.Crc32c;
import dev.sutra.io.Section;
import dev.sutra.io.SectionOutput;
import dev.sutra.io.SectionedFile;
import dev.sutra.io.SectionedFileWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Makes the checksums of stored bytes fit, as far as the bytes have places for them, so that what
 * is read below them gets to see the bytes. Written from the byte tables, not from the code.
 */
final class StoredChecksums {
  private static final int LOG_HEADER_BYTES = 24;
  private static final int FRAME_BYTES = 21;
  private static final int MANIFEST_HEADER_BYTES = 20;
  private static final int SEGMENT_FOOTER_BYTES = 32;
  private static final int PAGE_BYTES = 16 * 1024;
  private static final int ENTRY_BYTES = 24;
  private static final String NAME = "file";

  private StoredChecksums() {}

  /** A log's header and frames, until one leads out of the file. */
  static byte[] log(byte[] data, long fileNumber) {
    byte[] bytes = data.clone();
    ByteBuffer log = view(bytes);
    if (data.length < LOG_HEADER_BYTES) {
      return bytes;
    }
    log.putLong(12, fileNumber);
    log.putInt(20, Crc32c.of(bytes, 0, 20));
    int mask = (int) fileNumber * 0x9E3779B1 ^ (int) (fileNumber >>> 32);
    int at = LOG_HEADER_BYTES;
    while (at + FRAME_BYTES <= data.length) {
      int payload = log.getInt(at + 4);
      if (payload < 0 || payload > data.length - at - FRAME_BYTES) {
        break;
      }
      log.putInt(at, Crc32c.of(bytes, at + 4, FRAME_BYTES - 4 + payload) ^ mask);
      at += FRAME_BYTES + payload;
    }
    return bytes;
  }

  /** A manifest's length and checksum. */
  static byte[] manifest(byte[] data) {
    byte[] bytes = data.clone();
    ByteBuffer manifest = view(bytes);
    if (data.length >= MANIFEST_HEADER_BYTES) {
      manifest.putInt(16, data.length - MANIFEST_HEADER_BYTES);
      manifest.putInt(8, Crc32c.of(bytes, 12, data.length - 12));
    }
    return bytes;
  }

  /** A codebook's checksum, its last four bytes. */
  static byte[] codebook(byte[] data) {
    byte[] bytes = data.clone();
    int end = data.length - Integer.BYTES;
    if (end >= 0) {
      view(bytes).putInt(end, Crc32c.of(bytes, 0, end));
    }
    return bytes;
  }

  /** A sectioned file's pages and directory. */
  static byte[] segment(byte[] data) {
    byte[] bytes = data.clone();
    ByteBuffer segment = view(bytes);
    int end = data.length;
    if (end < 64 + SEGMENT_FOOTER_BYTES) {
      return bytes;
    }
    long directory = segment.getLong(end - 32);
    long sections = segment.getInt(end - 24);
    long pages = segment.getInt(end - 20);
    boolean fits =
        directory >= 0
            && sections >= 0
            && pages == (directory + PAGE_BYTES - 1) / PAGE_BYTES
            && directory + ENTRY_BYTES * sections + 4 * pages == end - SEGMENT_FOOTER_BYTES;
    if (!fits) {
      return bytes;
    }
    for (int page = 0; page < pages; page++) {
      int start = page * PAGE_BYTES;
      int length = (int) Math.min(PAGE_BYTES, directory - start);
      int at = (int) (directory + ENTRY_BYTES * sections + 4L * page);
      segment.putInt(at, Crc32c.of(bytes, start, length));
    }
    int covered = (int) (end - 12 - directory);
    segment.putInt(end - 12, Crc32c.of(bytes, (int) directory, covered));
    return bytes;
  }

  /** A sectioned file with another section of a kind in place of its own. */
  static byte[] withSection(byte[] file, int replacedKind, byte[] section) throws IOException {
    CrashStorage storage = new CrashStorage();
    storage.set(NAME, file);
    String changed = "changed";
    try (SectionedFile from = SectionedFile.open(storage, NAME);
        SectionedFileWriter to = SectionedFileWriter.create(storage, changed)) {
      for (int kind = DamagedSegment.ROWS; kind <= DamagedSegment.ATTRIBUTES; kind++) {
        Section old = from.section(kind);
        if (old == null) {
          continue;
        }
        SectionOutput out = to.begin(kind);
        if (kind == replacedKind) {
          out.writeBytes(section, 0, section.length);
        } else {
          out.writeBytes(old.memory(), 0, old.length());
        }
      }
      to.finish();
    }
    return storage.read(changed, Integer.MAX_VALUE);
  }

  private static ByteBuffer view(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}

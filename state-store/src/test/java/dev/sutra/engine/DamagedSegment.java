package dev.sutra.engine;

import dev.sutra.io.CrashStorage;
import dev.sutra.io.Crc32c;
import dev.sutra.segment.SegmentFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A segment's bytes, to be changed without a checksum telling of it. */
public final class DamagedSegment {
  public static final int ROWS = 1;
  public static final int INDEX = 2;
  public static final int HASHES = 3;
  public static final int TEXT = 4;
  public static final int VECTORS = 5;
  public static final int TIMES = 6;
  public static final int IDENTITY = 7;
  public static final int CELLS = 8;
  public static final int ATTRIBUTES = 9;

  private static final int PAGE_BYTES = 16 * 1024;
  private static final int ENTRY_BYTES = 24;

  private final String name;
  private final ByteBuffer bytes;

  private DamagedSegment(String name, byte[] bytes) {
    this.name = name;
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The names of all segments of a store, oldest first. */
  public static List<String> names(CrashStorage storage) throws IOException {
    return storage.list().stream().filter(SegmentFormat::isSegment).toList();
  }

  public static DamagedSegment read(CrashStorage storage, String name) throws IOException {
    return new DamagedSegment(name, storage.read(name, 1 << 30));
  }

  public String name() {
    return name;
  }

  public ByteBuffer bytes() {
    return bytes;
  }

  /** Where the sections end. */
  public int directory() {
    return (int) bytes.getLong(bytes.capacity() - 32);
  }

  /** Where a section begins; -1 if there is none. */
  public int start(int kind) {
    int entry = entry(kind);
    return entry < 0 ? -1 : (int) bytes.getLong(entry + 8);
  }

  public int length(int kind) {
    return (int) bytes.getLong(entry(kind) + 16);
  }

  public DamagedSegment flip(int offset) {
    bytes.put(offset, (byte) (bytes.get(offset) ^ 0x11));
    return this;
  }

  /** Writes it back with checksums that fit. */
  public void write(CrashStorage storage) {
    int directory = directory();
    int end = bytes.capacity();
    int sections = bytes.getInt(end - 24);
    for (int page = 0; page * PAGE_BYTES < directory; page++) {
      int start = page * PAGE_BYTES;
      int length = Math.min(PAGE_BYTES, directory - start);
      bytes.putInt(
          directory + ENTRY_BYTES * sections + 4 * page, Crc32c.of(bytes.array(), start, length));
    }
    bytes.putInt(end - 12, Crc32c.of(bytes.array(), directory, end - 12 - directory));
    storage.set(name, bytes.array());
  }

  private int entry(int kind) {
    int directory = directory();
    for (int i = 0; i < bytes.getInt(bytes.capacity() - 24); i++) {
      if (bytes.getInt(directory + ENTRY_BYTES * i) == kind) {
        return directory + ENTRY_BYTES * i;
      }
    }
    return -1;
  }
}

package dev.sutra.manifest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Crc32c;
import dev.sutra.io.OutputFile;
import dev.sutra.io.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Reads and replaces a store's manifest file.
 *
 * <p>A new manifest is written to a temporary file, forced, and renamed over the old one; then the
 * directory is synced. After any failure, either the old or the new manifest exists. Callers must
 * not write concurrently.
 */
public final class ManifestFile {
  public static final String NAME = "MANIFEST";
  public static final String TEMPORARY_NAME = "MANIFEST.tmp";

  /** Bytes of a manifest file. */
  public static final int BYTES_MAX = 1 << 30;

  private static final long MAGIC =
      ByteBuffer.wrap("SUTRAMAN".getBytes(US_ASCII)).order(ByteOrder.LITTLE_ENDIAN).getLong();
  private static final int VERSION = 1;
  private static final int CRC_OFFSET = 8;
  private static final int VERSION_OFFSET = 12;
  private static final int LENGTH_OFFSET = 16;
  private static final int HEADER_BYTES = 20;

  private ManifestFile() {}

  /**
   * Replaces the manifest; the new one is durable on return. The files that it names must already
   * be durable.
   *
   * <p>After an {@link IOException}, either the old or the new manifest is in effect; only reading
   * it shows which.
   *
   * @throws IllegalArgumentException if it would have more than {@link #BYTES_MAX} bytes
   */
  public static void write(Storage storage, Manifest manifest) throws IOException {
    ByteBuffer bytes = encode(manifest);
    // Left by an interrupted write.
    if (storage.exists(TEMPORARY_NAME)) {
      storage.delete(TEMPORARY_NAME);
    }
    try (OutputFile file = storage.create(TEMPORARY_NAME)) {
      file.write(bytes);
      file.force();
    }
    storage.rename(TEMPORARY_NAME, NAME);
    storage.syncDirectory();
  }

  /**
   * Reads the manifest; null if there is none.
   *
   * @throws CorruptFileException if it is corrupt
   * @throws IOException if it cannot be read, or has a newer format version
   */
  public static @Nullable Manifest read(Storage storage) throws IOException {
    if (!storage.exists(NAME)) {
      return null;
    }
    return decode(storage.read(NAME, BYTES_MAX));
  }

  static ByteBuffer encode(Manifest manifest) {
    ManifestEncoder encoder = new ManifestEncoder(HEADER_BYTES, BYTES_MAX);
    encoder.manifest(manifest);
    ByteBuffer bytes = encoder.finish();
    bytes.putLong(0, MAGIC).putInt(VERSION_OFFSET, VERSION);
    bytes.putInt(LENGTH_OFFSET, bytes.limit() - HEADER_BYTES);
    bytes.putInt(CRC_OFFSET, checksum(bytes));
    return bytes;
  }

  static Manifest decode(byte[] file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    require(file.length >= HEADER_BYTES, file.length, "too short to be a manifest");
    require(bytes.getLong(0) == MAGIC, 0, "not a manifest: wrong magic");
    int length = bytes.getInt(LENGTH_OFFSET);
    require(length == file.length - HEADER_BYTES, LENGTH_OFFSET, "length mismatch");
    require(bytes.getInt(CRC_OFFSET) == checksum(bytes), CRC_OFFSET, "checksum mismatch");
    int version = bytes.getInt(VERSION_OFFSET);
    if (version > VERSION) {
      throw new IOException(
          NAME + " was written by a newer version (manifest format " + version + ")");
    }
    require(version == VERSION, VERSION_OFFSET, "unknown format version " + version);
    return new ManifestDecoder(NAME, bytes.position(HEADER_BYTES)).manifest();
  }

  private static int checksum(ByteBuffer bytes) {
    return Crc32c.of(bytes.slice(VERSION_OFFSET, bytes.limit() - VERSION_OFFSET));
  }

  private static void require(boolean condition, long offset, String reason) {
    if (!condition) {
      throw new CorruptFileException(NAME, offset, reason);
    }
  }
}

package dev.sutra.vector.quantization;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Crc32c;
import dev.sutra.record.Limits;
import dev.sutra.vector.Similarity;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The common parts of quantizer and codebook files: header, sub-quantizers and checksum. See the
 * package documentation for the byte layout.
 */
final class CodebookFormat {
  static final int QUANTIZER = 1;
  static final int CELLS = 2;

  private static final long MAGIC =
      ByteBuffer.wrap("SUTRACBK".getBytes(US_ASCII)).order(ByteOrder.LITTLE_ENDIAN).getLong();
  private static final int VERSION = 2;
  private static final int HEADER_BYTES = 32;
  private static final int CHECKSUM_BYTES = 4;

  private final ByteBuffer bytes;
  private final String name;
  private final int version;
  private final Similarity similarity;
  private final SubQuantizers quantizers;

  private CodebookFormat(ByteBuffer bytes, String name, int kind) {
    this.bytes = bytes;
    this.name = name;
    require(bytes.capacity() >= HEADER_BYTES + CHECKSUM_BYTES, "the file is too short");
    require(bytes.getLong() == MAGIC, "no codebook magic");
    int end = bytes.capacity() - CHECKSUM_BYTES;
    require(bytes.getInt(end) == Crc32c.of(bytes.slice(0, end)), "checksum mismatch");
    this.version = bytes.getInt();
    require(version >= 1 && version <= VERSION, "unknown format version " + version);
    require(bytes.getInt() == kind, "another kind of codebook");
    int code = bytes.getInt();
    Similarity known = Similarity.ofCode(code);
    if (known == null) {
      throw corrupt("unknown similarity " + code);
    }
    this.similarity = known;
    this.quantizers = readQuantizers();
  }

  /**
   * The length of a file in bytes.
   *
   * @param more bytes between the sub-quantizers and the checksum
   */
  static int bytes(SubQuantizers quantizers, int more) {
    return HEADER_BYTES + 4 * quantizers.panels().length + more + CHECKSUM_BYTES;
  }

  /**
   * Begins a file: a buffer with the header and the sub-quantizers.
   *
   * @param more bytes that follow, without the checksum
   */
  static ByteBuffer begin(int kind, Similarity similarity, SubQuantizers quantizers, int more) {
    ByteBuffer bytes = ByteBuffer.allocate(bytes(quantizers, more)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(MAGIC).putInt(VERSION).putInt(kind).putInt(similarity.code());
    bytes.putInt(quantizers.dimension()).putInt(quantizers.parts()).putInt(quantizers.centroids());
    putFloats(bytes, quantizers.panels());
    return bytes;
  }

  static void putFloats(ByteBuffer bytes, float[] values) {
    for (float value : values) {
      bytes.putFloat(value);
    }
  }

  /** Appends the checksum and returns the file's bytes. */
  static byte[] finish(ByteBuffer bytes) {
    bytes.putInt(Crc32c.of(bytes.duplicate().flip()));
    byte[] whole = new byte[bytes.position()];
    bytes.flip().get(whole);
    return whole;
  }

  /**
   * Verifies the checksum of a file and reads its header and its sub-quantizers.
   *
   * @param name of the file, for errors
   * @param kind {@link #QUANTIZER} or {@link #CELLS}
   * @throws CorruptFileException if the bytes are corrupt or of another kind
   */
  static CodebookFormat open(byte[] bytes, String name, int kind) {
    return new CodebookFormat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), name, kind);
  }

  int version() {
    return version;
  }

  Similarity similarity() {
    return similarity;
  }

  SubQuantizers quantizers() {
    return quantizers;
  }

  /** The bytes after the sub-quantizers. */
  ByteBuffer rest() {
    return bytes;
  }

  private SubQuantizers readQuantizers() {
    int dimension = bytes.getInt();
    int parts = bytes.getInt();
    int centroids = bytes.getInt();
    require(
        dimension >= 1
            && dimension <= Limits.DIMENSION_MAX
            && parts >= 1
            && parts <= SubQuantizers.PARTS_MAX
            && (centroids == 16 || centroids == 256),
        "a quantizer of " + parts + " parts of " + dimension + " components");
    return SubQuantizers.of(dimension, parts, centroids, floats((long) centroids * dimension));
  }

  float[] floats(long count) {
    require(left() >= 4 * count, "the file is too short");
    float[] values = new float[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes.getFloat();
      require(Float.isFinite(values[i]), "a component is not finite");
    }
    return values;
  }

  /** The number of unread bytes before the checksum. */
  int left() {
    return bytes.remaining() - CHECKSUM_BYTES;
  }

  /** Checks that no bytes are left. */
  void end() {
    require(left() == 0, "the file is too long");
  }

  void require(boolean condition, String reason) {
    if (!condition) {
      throw corrupt(reason);
    }
  }

  private CorruptFileException corrupt(String reason) {
    return new CorruptFileException(name, bytes.position(), reason);
  }
}

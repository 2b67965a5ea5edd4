package dev.sutra.vector;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Crc32c;
import dev.sutra.record.Limits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Quantizers and codebooks as bytes; see the package page. */
final class CodebookFormat {
  static final int BYTES_MAX = 1 << 30;

  private static final long MAGIC =
      ByteBuffer.wrap("SUTRACBK".getBytes(US_ASCII)).order(ByteOrder.LITTLE_ENDIAN).getLong();
  private static final int VERSION = 2;
  private static final int QUANTIZER = 1;
  private static final int CELLS = 2;
  private static final int HEADER_BYTES = 32;
  private static final int NUMBERS_BYTES = 24;
  private static final int CHECKSUM_BYTES = 4;

  private final ByteBuffer bytes;
  private final String name;
  private int version;

  private CodebookFormat(byte[] bytes, String name) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.name = name;
  }

  static byte[] encode(ProductQuantizer quantizer) {
    ByteBuffer bytes = begin(QUANTIZER, quantizer.similarity(), quantizer.quantizers(), 0);
    return finish(bytes);
  }

  /** How many bytes a codebook takes. */
  static long bytes(CellCodebook codebook) {
    return HEADER_BYTES
        + 4L * codebook.quantizers().panels().length
        + more(codebook)
        + CHECKSUM_BYTES;
  }

  private static int more(CellCodebook codebook) {
    return NUMBERS_BYTES + 4 * ProbeTable.ENTRIES + 4 * codebook.centroids().length;
  }

  static byte[] encode(CellCodebook codebook) {
    int more = more(codebook);
    ByteBuffer bytes = begin(CELLS, codebook.similarity(), codebook.quantizers(), more);
    bytes.putLong(codebook.id()).putInt(codebook.cells()).putFloat(codebook.deviation());
    bytes.putFloat(codebook.meanSquares()).putFloat(codebook.farSquares());
    for (int probes : codebook.probes()) {
      bytes.putInt(probes);
    }
    putFloats(bytes, codebook.centroids());
    return finish(bytes);
  }

  private static ByteBuffer begin(
      int kind, Similarity similarity, SubQuantizers quantizers, int more) {
    int length = HEADER_BYTES + 4 * quantizers.panels().length + more + CHECKSUM_BYTES;
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(MAGIC).putInt(VERSION).putInt(kind).putInt(similarity.code());
    bytes.putInt(quantizers.dimension()).putInt(quantizers.parts()).putInt(quantizers.centroids());
    putFloats(bytes, quantizers.panels());
    return bytes;
  }

  private static void putFloats(ByteBuffer bytes, float[] values) {
    for (float value : values) {
      bytes.putFloat(value);
    }
  }

  private static byte[] finish(ByteBuffer bytes) {
    bytes.putInt(Crc32c.of(bytes.duplicate().flip()));
    byte[] whole = new byte[bytes.position()];
    bytes.flip().get(whole);
    return whole;
  }

  /**
   * Reads a quantizer.
   *
   * @param name of the file, for errors
   * @throws CorruptFileException if the bytes are damaged or of something else
   */
  static ProductQuantizer decodeQuantizer(byte[] bytes, String name) {
    CodebookFormat format = new CodebookFormat(bytes, name);
    Similarity similarity = format.header(QUANTIZER);
    SubQuantizers quantizers = format.quantizers();
    format.end();
    return new ProductQuantizer(similarity, quantizers);
  }

  /**
   * Reads a codebook.
   *
   * @param name of the file, for errors
   * @throws CorruptFileException if the bytes are damaged or of something else
   */
  static CellCodebook decodeCells(byte[] bytes, String name) {
    CodebookFormat format = new CodebookFormat(bytes, name);
    Similarity similarity = format.header(CELLS);
    SubQuantizers quantizers = format.quantizers();
    format.require(
        format.left() >= NUMBERS_BYTES + 4 * ProbeTable.ENTRIES, "the file is too short");
    final long id = format.bytes.getLong();
    int cells = format.bytes.getInt();
    final float deviation = format.bytes.getFloat();
    final float meanSquares = format.bytes.getFloat();
    final float farSquares =
        format.version == 1 ? Float.POSITIVE_INFINITY : format.bytes.getFloat();
    // Written so that NaN fails it.
    format.require(farSquares >= 0, "a squared distance of " + farSquares);
    format.require(
        cells >= 1 && cells <= CellCodebook.CELLS_MAX, "a codebook of " + cells + " cells");
    int[] probes = new int[ProbeTable.ENTRIES];
    for (int i = 0; i < probes.length; i++) {
      probes[i] = format.bytes.getInt();
      format.require(probes[i] >= 1 && probes[i] <= cells, "searching " + probes[i] + " cells");
    }
    float[] centroids = format.floats((long) cells * quantizers.dimension());
    format.end();
    return new CellCodebook(
        similarity, cells, centroids, quantizers, deviation, meanSquares, farSquares, probes, id);
  }

  private Similarity header(int kind) {
    require(bytes.capacity() >= HEADER_BYTES + CHECKSUM_BYTES, "the file is too short");
    require(bytes.getLong() == MAGIC, "no codebook magic");
    int end = bytes.capacity() - CHECKSUM_BYTES;
    require(bytes.getInt(end) == Crc32c.of(bytes.slice(0, end)), "checksum mismatch");
    version = bytes.getInt();
    require(version >= 1 && version <= VERSION, "unknown format version " + version);
    require(bytes.getInt() == kind, "another kind of codebook");
    int code = bytes.getInt();
    for (Similarity similarity : Similarity.values()) {
      if (similarity.code() == code) {
        return similarity;
      }
    }
    throw corrupt("unknown similarity " + code);
  }

  private SubQuantizers quantizers() {
    int dimension = bytes.getInt();
    int parts = bytes.getInt();
    int centroids = bytes.getInt();
    require(
        dimension >= 1
            && dimension <= Limits.DIMENSION_MAX
            && parts >= 1
            && parts <= ProductQuantizer.PARTS_MAX
            && (centroids == 16 || centroids == 256),
        "a quantizer of " + parts + " parts of " + dimension + " components");
    return SubQuantizers.of(dimension, parts, centroids, floats((long) centroids * dimension));
  }

  private float[] floats(long count) {
    require(left() >= 4 * count, "the file is too short");
    float[] values = new float[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes.getFloat();
      require(Float.isFinite(values[i]), "a component is not finite");
    }
    return values;
  }

  private int left() {
    return bytes.remaining() - CHECKSUM_BYTES;
  }

  private void end() {
    require(left() == 0, "the file is too long");
  }

  private void require(boolean condition, String reason) {
    if (!condition) {
      throw corrupt(reason);
    }
  }

  private CorruptFileException corrupt(String reason) {
    return new CorruptFileException(name, bytes.position(), reason);
  }
}

package dev.sutra.vector.quantization;

import dev.sutra.io.CorruptFileException;
import java.nio.ByteBuffer;

/** Encodes a {@link CellCodebook}, with a version and a checksum; see the package documentation. */
public final class CellCodebookFormat {
  private static final int NUMBERS_BYTES = 24;

  private CellCodebookFormat() {}

  /** The length of an encoded codebook in bytes. */
  public static long bytes(CellCodebook codebook) {
    return CodebookFormat.bytes(codebook.quantizers(), more(codebook));
  }

  private static int more(CellCodebook codebook) {
    return NUMBERS_BYTES + 4 * ProbeTable.ENTRIES + 4 * codebook.centroids().length;
  }

  /** Encodes a codebook. */
  public static byte[] encode(CellCodebook codebook) {
    ByteBuffer bytes =
        CodebookFormat.begin(
            CodebookFormat.CELLS, codebook.similarity(), codebook.quantizers(), more(codebook));
    bytes.putLong(codebook.id()).putInt(codebook.cells()).putFloat(codebook.deviation());
    bytes.putFloat(codebook.meanSquares()).putFloat(codebook.farSquares());
    for (int probes : codebook.probes()) {
      bytes.putInt(probes);
    }
    CodebookFormat.putFloats(bytes, codebook.centroids());
    return CodebookFormat.finish(bytes);
  }

  /**
   * Decodes a codebook.
   *
   * @param name of the file, for errors
   * @throws CorruptFileException if the bytes are corrupt or not a codebook
   */
  public static CellCodebook decode(byte[] bytes, String name) {
    CodebookFormat format = CodebookFormat.open(bytes, name, CodebookFormat.CELLS);
    format.require(
        format.left() >= NUMBERS_BYTES + 4 * ProbeTable.ENTRIES, "the file is too short");
    ByteBuffer rest = format.rest();
    final long id = rest.getLong();
    int cells = rest.getInt();
    final float deviation = rest.getFloat();
    final float meanSquares = rest.getFloat();
    final float farSquares = format.version() == 1 ? Float.POSITIVE_INFINITY : rest.getFloat();
    // Written so that NaN fails it.
    format.require(farSquares >= 0, "a squared distance of " + farSquares);
    format.require(
        cells >= 1 && cells <= CellCodebook.CELLS_MAX, "a codebook of " + cells + " cells");
    int[] probes = new int[ProbeTable.ENTRIES];
    for (int i = 0; i < probes.length; i++) {
      probes[i] = rest.getInt();
      format.require(probes[i] >= 1 && probes[i] <= cells, "searching " + probes[i] + " cells");
    }
    SubQuantizers quantizers = format.quantizers();
    float[] centroids = format.floats((long) cells * quantizers.dimension());
    format.end();
    return new CellCodebook(
        format.similarity(),
        centroids,
        quantizers,
        new QuantizationErrors(deviation, meanSquares, farSquares),
        probes,
        id);
  }
}

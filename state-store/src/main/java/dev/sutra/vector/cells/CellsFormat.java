package dev.sutra.vector.cells;

import dev.sutra.vector.kernel.CodeKernel;

/** The byte layout of a cells section; see the package documentation. */
final class CellsFormat {
  static final int HEADER_BYTES = 64;

  /** Numbers per place: factor, correction, ordinal. */
  private static final int NUMBERS = 3;

  private CellsFormat() {}

  /** Bytes per block, given the codes per place. */
  static long blockBytes(int parts) {
    return factors(parts) + 4L * NUMBERS * CodeKernel.BLOCK;
  }

  /** The offset of the factors in a block. */
  static long factors(int parts) {
    return (long) parts * CodeKernel.LOOKUP_BYTES;
  }

  /** The offset of the corrections in a block. */
  static long corrections(int parts) {
    return factors(parts) + 4L * CodeKernel.BLOCK;
  }

  /** The offset of the ordinals in a block. */
  static long ordinals(int parts) {
    return factors(parts) + 8L * CodeKernel.BLOCK;
  }
}

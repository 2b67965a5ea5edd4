package dev.sutra.vector.cells;

import dev.sutra.vector.kernel.CodeKernel;

/** Where the parts of a cells section lie; see the package page. */
final class CellsFormat {
  static final int HEADER_BYTES = 64;

  /** Numbers beside the codes of a vector: factor, correction, ordinal. */
  private static final int NUMBERS = 3;

  private CellsFormat() {}

  /** Bytes of a block of vectors with so many codes each. */
  static long blockBytes(int parts) {
    return factors(parts) + 4L * NUMBERS * CodeKernel.BLOCK;
  }

  /** Where the factors start in a block. */
  static long factors(int parts) {
    return (long) parts * CodeKernel.LOOKUP_BYTES;
  }

  /** Where the corrections start in a block. */
  static long corrections(int parts) {
    return factors(parts) + 4L * CodeKernel.BLOCK;
  }

  /** Where the ordinals start in a block. */
  static long ordinals(int parts) {
    return factors(parts) + 8L * CodeKernel.BLOCK;
  }
}

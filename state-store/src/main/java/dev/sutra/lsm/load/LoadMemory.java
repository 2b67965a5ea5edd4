package dev.sutra.lsm.load;

import dev.sutra.lsm.core.TreeOptions;

/** How large the buffers of loads are, and of the indexes of their texts. */
final class LoadMemory {
  /** Buffers that may be handed over at a time: one that is written, and one that waits. */
  static final int HANDED_OVER_MAX = 2;

  private static final long BYTES_MIN = 64 << 10;
  // Larger segments hardly sort faster, and the first one would be written later.
  private static final long BYTES_MAX = 32 << 20;
  private static final int BUDGET_SHARE = 8;

  private LoadMemory() {}

  /** Bytes of rows at which a buffer is handed over, and of postings that are kept in memory. */
  static long bufferBytes(TreeOptions options) {
    long share = options.memoryBudget().bytes() / BUDGET_SHARE;
    return Math.clamp(Math.min(share, options.memtableBytesMax()), BYTES_MIN, BYTES_MAX);
  }
}

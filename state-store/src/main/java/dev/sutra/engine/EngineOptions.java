package dev.sutra.engine;

import dev.sutra.io.RateLimit;
import dev.sutra.record.Limits;
import dev.sutra.vector.Similarity;

/**
 * How a store is kept. Dimension, similarity, analyzer and outer log are fixed by the first open of
 * a directory.
 *
 * @param dimension length of every vector, 1 to {@link Limits#DIMENSION_MAX}
 * @param similarity how vectors are compared
 * @param analyzer name of the text analyzer
 * @param durability what a returned call promises
 * @param outerLog whether an outer log is the truth: what was written after the last {@link
 *     StorageEngine#commit} is dropped at open. If false, each transaction commits by itself.
 * @param memtableBytesMax heap bytes after which a memtable is flushed to a segment
 * @param compactionRate how fast compactions may write; flushes are not limited. Stores that are
 *     given the same limit share it. A limit that is too low for what is written slows writers down
 */
public record EngineOptions(
    int dimension,
    Similarity similarity,
    String analyzer,
    Durability durability,
    boolean outerLog,
    long memtableBytesMax,
    RateLimit compactionRate) {
  private static final long MEMTABLE_BYTES_MIN = 64 * 1024;

  public EngineOptions {
    if (dimension < 1 || dimension > Limits.DIMENSION_MAX) {
      throw new IllegalArgumentException(
          "dimension is " + dimension + "; 1 to " + Limits.DIMENSION_MAX + " is allowed");
    }
    if (memtableBytesMax < MEMTABLE_BYTES_MIN) {
      throw new IllegalArgumentException(
          "memtableBytesMax is " + memtableBytesMax + "; at least " + MEMTABLE_BYTES_MIN);
    }
    if (outerLog && durability == Durability.SYNC) {
      throw new IllegalArgumentException("a store under an outer log does not sync by itself");
    }
  }

  /** Cosine, English text, each transaction committed by itself and forced; 32 MiB memtables. */
  public static EngineOptions standalone(int dimension) {
    return new EngineOptions(
        dimension, Similarity.COSINE, "english", Durability.SYNC, false, 32 << 20, RateLimit.NONE);
  }

  /** Cosine, English text, an outer log as the truth; 32 MiB memtables. */
  public static EngineOptions underOuterLog(int dimension) {
    return new EngineOptions(
        dimension, Similarity.COSINE, "english", Durability.NONE, true, 32 << 20, RateLimit.NONE);
  }

  public EngineOptions withSimilarity(Similarity similarity) {
    return new EngineOptions(
        dimension, similarity, analyzer, durability, outerLog, memtableBytesMax, compactionRate);
  }

  public EngineOptions withAnalyzer(String analyzer) {
    return new EngineOptions(
        dimension, similarity, analyzer, durability, outerLog, memtableBytesMax, compactionRate);
  }

  public EngineOptions withDurability(Durability durability) {
    return new EngineOptions(
        dimension, similarity, analyzer, durability, outerLog, memtableBytesMax, compactionRate);
  }

  public EngineOptions withCompactionRate(RateLimit compactionRate) {
    return new EngineOptions(
        dimension, similarity, analyzer, durability, outerLog, memtableBytesMax, compactionRate);
  }

  public EngineOptions withMemtableBytesMax(long memtableBytesMax) {
    return new EngineOptions(
        dimension, similarity, analyzer, durability, outerLog, memtableBytesMax, compactionRate);
  }
}

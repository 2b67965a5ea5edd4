package dev.sutra.engine;

import dev.sutra.io.RateLimit;
import dev.sutra.lsm.core.TreeLimits;
import dev.sutra.lsm.core.TreeOptions;
import dev.sutra.memory.MemoryBudget;
import dev.sutra.record.Limits;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.vector.Similarity;

/**
 * The options of a store. The first open of a directory fixes dimension, similarity, analyzer and
 * outer log.
 *
 * @param dimension length of every vector, 1 to {@link Limits#DIMENSION_MAX}
 * @param similarity how vectors are compared
 * @param analyzer name of the text analyzer
 * @param durability the durability of a transaction when its call returns
 * @param outerLog whether an outer log (a changelog) is authoritative: opening the store discards
 *     transactions after the last {@link StorageEngine#commit}. If false, each transaction is its
 *     own commit
 * @param memtableBytesMax heap bytes at which a memtable is flushed
 * @param compactionRate write rate limit of compactions, shared by stores with the same object.
 *     Flushes are not limited. A limit too low for the write load slows writers down
 * @param memoryBudget limit of the heap of all memtables, shared by stores with the same object
 */
public record EngineOptions(
    int dimension,
    Similarity similarity,
    String analyzer,
    Durability durability,
    boolean outerLog,
    long memtableBytesMax,
    RateLimit compactionRate,
    MemoryBudget memoryBudget) {
  private static final long MEMTABLE_BYTES_MIN = 64 * 1024;
  private static final long MEMTABLE_BYTES_DEFAULT = 32 << 20;

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
      throw new IllegalArgumentException(
          "a store with an outer log does not support SYNC durability");
    }
  }

  /**
   * Cosine similarity, English texts, no outer log, SYNC durability, 32 MiB memtables, the memory
   * budget of the process.
   */
  public static EngineOptions standalone(int dimension) {
    return withDefaults(dimension, Durability.SYNC, false);
  }

  /**
   * Cosine similarity, English texts, an outer log, no durability of its own, 32 MiB memtables, the
   * memory budget of the process.
   */
  public static EngineOptions underOuterLog(int dimension) {
    return withDefaults(dimension, Durability.NONE, true);
  }

  private static EngineOptions withDefaults(
      int dimension, Durability durability, boolean outerLog) {
    return new EngineOptions(
        dimension,
        Similarity.COSINE,
        "english",
        durability,
        outerLog,
        MEMTABLE_BYTES_DEFAULT,
        RateLimit.NONE,
        MemoryBudget.ofProcess());
  }

  public EngineOptions withSimilarity(Similarity similarity) {
    return new EngineOptions(
        dimension,
        similarity,
        analyzer,
        durability,
        outerLog,
        memtableBytesMax,
        compactionRate,
        memoryBudget);
  }

  public EngineOptions withAnalyzer(String analyzer) {
    return new EngineOptions(
        dimension,
        similarity,
        analyzer,
        durability,
        outerLog,
        memtableBytesMax,
        compactionRate,
        memoryBudget);
  }

  public EngineOptions withDurability(Durability durability) {
    return new EngineOptions(
        dimension,
        similarity,
        analyzer,
        durability,
        outerLog,
        memtableBytesMax,
        compactionRate,
        memoryBudget);
  }

  public EngineOptions withCompactionRate(RateLimit compactionRate) {
    return new EngineOptions(
        dimension,
        similarity,
        analyzer,
        durability,
        outerLog,
        memtableBytesMax,
        compactionRate,
        memoryBudget);
  }

  public EngineOptions withMemtableBytesMax(long memtableBytesMax) {
    return new EngineOptions(
        dimension,
        similarity,
        analyzer,
        durability,
        outerLog,
        memtableBytesMax,
        compactionRate,
        memoryBudget);
  }

  public EngineOptions withMemoryBudget(MemoryBudget memoryBudget) {
    return new EngineOptions(
        dimension,
        similarity,
        analyzer,
        durability,
        outerLog,
        memtableBytesMax,
        compactionRate,
        memoryBudget);
  }

  TreeOptions ofTree(TreeLimits limits) {
    return new TreeOptions(
        dimension,
        similarity,
        TextAnalyzer.named(analyzer),
        outerLog,
        durability != Durability.NONE,
        durability == Durability.SYNC,
        memtableBytesMax,
        compactionRate,
        memoryBudget,
        limits);
  }
}

package dev.sutra.lsm.core;

import dev.sutra.io.RateLimit;
import dev.sutra.manifest.Manifest;
import dev.sutra.memory.MemoryBudget;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.vector.Similarity;
import java.util.Map;

/**
 * Options of a tree.
 *
 * @param dimension length of every vector
 * @param similarity how vectors are compared
 * @param analyzer how texts become terms
 * @param outerLog whether transactions are durable only after an explicit commit
 * @param flushLog whether a transaction is flushed to the operating system before it is visible
 * @param forceLog whether a transaction is forced to disk before it is visible
 * @param memtableBytesMax heap bytes after which a memtable is sealed
 * @param compactionRate rate limit of compactions
 * @param memoryBudget limit of the heap of all memtables, shared with other trees
 * @param limits limits of background work
 */
public record TreeOptions(
    int dimension,
    Similarity similarity,
    TextAnalyzer analyzer,
    boolean outerLog,
    boolean flushLog,
    boolean forceLog,
    long memtableBytesMax,
    RateLimit compactionRate,
    MemoryBudget memoryBudget,
    TreeLimits limits) {

  /**
   * Checks that a vector suits the tree.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public void checkVector(float[] vector) {
    checkDimension(vector.length);
    similarity.validate(vector);
  }

  /**
   * Checks the number of components of a vector.
   *
   * @throws IllegalArgumentException if it is another one
   */
  public void checkDimension(int components) {
    if (components != dimension) {
      throw new IllegalArgumentException(
          "vector has " + components + " components; this store's dimension is " + dimension);
    }
  }

  /** Returns the options that are fixed at the first open, and the current version of analysis. */
  public Map<String, String> properties() {
    return Map.of(
        "dimension",
        Integer.toString(dimension),
        "similarity",
        similarity.name(),
        "analyzer",
        analyzer.name(),
        Manifest.ANALYSIS,
        Integer.toString(TextAnalyzer.VERSION),
        "commits",
        outerLog ? "by an outer log" : "by each transaction");
  }
}

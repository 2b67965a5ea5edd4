package dev.sutra.lsm;

import dev.sutra.io.RateLimit;
import dev.sutra.manifest.Manifest;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.vector.Similarity;
import java.util.Map;

/**
 * How a tree is kept.
 *
 * @param dimension length of every vector
 * @param similarity how vectors are compared
 * @param analyzer how texts become terms
 * @param outerLog whether transactions count only once {@link Tree#commit} is called
 * @param flushLog whether a transaction is handed to the operating system before it is visible
 * @param forceLog whether it is forced to the disk before it is visible
 * @param memtableBytesMax heap bytes after which a memtable is sealed
 * @param compactionRate how fast compactions may write
 * @param limits of background work
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
    TreeLimits limits) {

  /** What is fixed when a directory is first opened, and the analysis that texts are of now. */
  Map<String, String> properties() {
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

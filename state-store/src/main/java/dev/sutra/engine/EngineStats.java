package dev.sutra.engine;

/**
 * The statistics of a store at one moment. Counts are exact, except that of texts while texts of
 * loaded segments are pending.
 *
 * @param concepts concepts
 * @param associations associations, counted at their sources
 * @param vectors concepts with a vector
 * @param texts concepts with a text that has words, except stop words; without those of a loaded
 *     segment whose texts are pending
 * @param pendingTexts concepts at most whose text was not indexed yet; a search indexes them first
 * @param sequence sequence number of the last transaction
 * @param segments number of segment files
 * @param diskBytes bytes of segment, codebook and log files
 * @param memoryBytes heap bytes of memtables
 * @param maintenance work of flushes and compactions since the store was opened
 * @param similarity statistics of similarity search
 */
public record EngineStats(
    long concepts,
    long associations,
    long vectors,
    long texts,
    long pendingTexts,
    long sequence,
    int segments,
    long diskBytes,
    long memoryBytes,
    MaintenanceStats maintenance,
    SimilarityStats similarity) {

  /** The sum of two stores; sequence numbers are added, too. */
  public EngineStats plus(EngineStats other) {
    return new EngineStats(
        concepts + other.concepts,
        associations + other.associations,
        vectors + other.vectors,
        texts + other.texts,
        pendingTexts + other.pendingTexts,
        sequence + other.sequence,
        segments + other.segments,
        diskBytes + other.diskBytes,
        memoryBytes + other.memoryBytes,
        maintenance.plus(other.maintenance),
        similarity.plus(other.similarity));
  }
}

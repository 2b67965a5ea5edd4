package dev.sutra.engine;

/**
 * What a store holds, as of one moment. Counts are exact.
 *
 * @param concepts concepts
 * @param associations half-edges kept with their source: each association counts once
 * @param vectors concepts with a vector
 * @param texts concepts with a text
 * @param sequence number of the last transaction
 * @param segments segment files
 * @param diskBytes bytes of segment, codebook and log files
 * @param memoryBytes heap held by memtables
 * @param maintenance what flushes and compactions cost, since the store was opened
 * @param similarity how vectors are searched, and how well
 */
public record EngineStats(
    long concepts,
    long associations,
    long vectors,
    long texts,
    long sequence,
    int segments,
    long diskBytes,
    long memoryBytes,
    MaintenanceStats maintenance,
    SimilarityStats similarity) {}

package dev.sutra.engine;

import dev.sutra.lsm.read.TreeVectors;

/**
 * Statistics of similarity search. All values are exact.
 *
 * @param vectors vectors in segments, including overwritten and deleted ones
 * @param coded vectors that are searched by their codes
 * @param damaged segments with corrupt codes, which will be rebuilt
 * @param residentBytes bytes that searches keep in memory: codes, cell directories and codebooks.
 *     The vectors themselves are mapped and read individually
 * @param diskBytes bytes of vectors, codes and codebooks
 * @param probes sampled approximate results that were verified by an exact search in the
 *     background, since the store was opened
 * @param probedHits hits of the exact results in the most recent samples
 * @param probedFound how many of these hits the approximate results contained
 */
public record SimilarityStats(
    long vectors,
    long coded,
    int damaged,
    long residentBytes,
    long diskBytes,
    long probes,
    long probedHits,
    long probedFound) {

  /** No vectors. */
  public static final SimilarityStats ZERO = new SimilarityStats(0, 0, 0, 0, 0, 0, 0, 0);

  static SimilarityStats of(TreeVectors vectors, RecallProbe.Result probed) {
    return new SimilarityStats(
        vectors.vectors(),
        vectors.coded(),
        vectors.damaged(),
        vectors.residentBytes(),
        vectors.diskBytes(),
        probed.probes(),
        probed.hits(),
        probed.found());
  }

  /** The sum of two stores. */
  public SimilarityStats plus(SimilarityStats other) {
    return new SimilarityStats(
        vectors + other.vectors,
        coded + other.coded,
        damaged + other.damaged,
        residentBytes + other.residentBytes,
        diskBytes + other.diskBytes,
        probes + other.probes,
        probedHits + other.probedHits,
        probedFound + other.probedFound);
  }

  /** The recent recall of approximate results, 0 to 1; NaN without samples. */
  public double recall() {
    return probedHits == 0 ? Double.NaN : (double) probedFound / probedHits;
  }

  /** Bytes in memory per vector; 0 without vectors. */
  public double residentBytesPerVector() {
    return vectors == 0 ? 0 : (double) residentBytes / vectors;
  }
}

package dev.sutra.engine;

import dev.sutra.lsm.read.TreeVectors;

/**
 * How a store's vectors are searched, and how well. Bytes and numbers are exact.
 *
 * @param vectors vectors in segments, those that are overwritten or deleted among them
 * @param coded of these, how many are searched by their codes
 * @param damaged segments whose codes cannot be used, and are to be made anew
 * @param residentBytes bytes that searching keeps in memory: codes with their numbers and the
 *     directory of cells, and the codebooks. The vectors themselves are mapped, and read singly
 * @param diskBytes bytes of vectors, codes and codebooks
 * @param probes approximate answers that were found again exactly, in the background, since the
 *     store was opened: a sample
 * @param probedHits hits of the exact answers among the last of these
 * @param probedFound how many of these hits the approximate answers had
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

  /** Of no store. */
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

  /** Of both stores together. */
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

  /** The share of the true nearest that approximate answers had lately; NaN if none was probed. */
  public double recall() {
    return probedHits == 0 ? Double.NaN : (double) probedFound / probedHits;
  }

  /** Bytes in memory for each vector; 0 if there is none. */
  public double residentBytesPerVector() {
    return vectors == 0 ? 0 : (double) residentBytes / vectors;
  }
}

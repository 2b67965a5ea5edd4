package dev.sutra.lsm.core;

/**
 * Numbers of vectors from which they are encoded and a codebook is trained.
 *
 * @param codedMin least number of vectors of an encoded segment; fewer are compared exactly as fast
 * @param trainingMin least number of vectors to train from
 * @param automaticTrainingMin number of vectors at which the first codebook is trained
 *     automatically
 * @param deferredMax number of vectors in segments that may be left without codes while memtables
 *     fill quickly; 0 never defers
 */
public record CodingLimits(
    int codedMin, int trainingMin, int automaticTrainingMin, long deferredMax) {
  /** 262,144 vectors of 384 components are compared exactly in some tens of milliseconds. */
  public static final CodingLimits DEFAULT = new CodingLimits(64, 1024, 4096, 1 << 18);

  /** Limits that never defer. */
  public CodingLimits(int codedMin, int trainingMin, int automaticTrainingMin) {
    this(codedMin, trainingMin, automaticTrainingMin, 0);
  }
}

package dev.sutra.lsm.core;

/**
 * Numbers of vectors from which they are encoded and a codebook is trained.
 *
 * @param codedMin least number of vectors of an encoded segment; fewer are compared exactly as fast
 * @param trainingMin least number of vectors to train from
 * @param automaticTrainingMin number of vectors at which the first codebook is trained
 *     automatically
 */
public record CodingLimits(int codedMin, int trainingMin, int automaticTrainingMin) {
  public static final CodingLimits DEFAULT = new CodingLimits(64, 1024, 4096);
}

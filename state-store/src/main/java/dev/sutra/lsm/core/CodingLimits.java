package dev.sutra.lsm.core;

/**
 * From how many vectors on they are coded and learned from.
 *
 * @param codedMin vectors from which on a segment is given codes; fewer are as quickly compared
 * @param learnedMin vectors that learning takes at least
 * @param learnedByItselfMin vectors from which on the first codebook is learned without a call
 */
public record CodingLimits(int codedMin, int learnedMin, int learnedByItselfMin) {
  public static final CodingLimits DEFAULT = new CodingLimits(64, 1024, 4096);
}

package dev.sutra.vector.quantization;

import org.jspecify.annotations.Nullable;

/**
 * How the vectors of a segment that is written are to be coded.
 *
 * @param codebook null as long as there is none
 * @param vectorsMin so many make it worthwhile; fewer are as quickly compared
 */
public record Coding(@Nullable CellCodebook codebook, int vectorsMin) {
  /** No codes. */
  public static final Coding NONE = new Coding(null, Integer.MAX_VALUE);

  /** The codebook for so many vectors; null if they are not to be coded. */
  public @Nullable CellCodebook codebookFor(int vectors) {
    return vectors >= vectorsMin ? codebook : null;
  }
}

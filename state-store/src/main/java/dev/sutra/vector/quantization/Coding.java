package dev.sutra.vector.quantization;

import org.jspecify.annotations.Nullable;

/**
 * How the vectors of a new segment are encoded.
 *
 * @param codebook null if none has been trained
 * @param vectorsMin minimum number of vectors to encode; comparing fewer exactly is as fast
 */
public record Coding(@Nullable CellCodebook codebook, int vectorsMin) {
  /** No encoding. */
  public static final Coding NONE = new Coding(null, Integer.MAX_VALUE);

  /** The codebook for a number of vectors; null if they are not to be encoded. */
  public @Nullable CellCodebook codebookFor(int vectors) {
    return vectors >= vectorsMin ? codebook : null;
  }
}

package dev.sutra.vector;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Problems;

/** Checks that every vector of a section is valid and belongs to exactly one document. */
public final class VectorsCheck {
  // Another kernel may sum in another order.
  private static final float NORM_TOLERANCE = 1e-5f;

  private VectorsCheck() {}

  /** Reports the problems of a section in a store of this dimension and similarity. */
  public static void run(
      VectorsSection section, int dimension, Similarity similarity, Problems problems) {
    if (section.dimension() != dimension || section.similarity() != similarity) {
      problems.add(
          section.corrupt(
              0,
              "vectors of dimension "
                  + section.dimension()
                  + " for "
                  + section.similarity()
                  + "; the store's are "
                  + dimension
                  + " and "
                  + similarity));
      return;
    }
    int previous = -1;
    for (int i = 0; i < section.size(); i++) {
      try {
        int document = section.documentOf(i);
        if (document <= previous) {
          problems.add(
              section.corrupt(
                  VectorsSection.HEADER_BYTES + 4L * i,
                  "document " + document + " does not ascend (last " + previous + ")"));
        }
        previous = document;
        checkVector(section, i, problems);
      } catch (CorruptFileException e) {
        problems.add(e);
      }
    }
  }

  private static void checkVector(VectorsSection section, int ordinal, Problems problems) {
    float[] vector = section.get(ordinal);
    long offset = section.verifiedOffset(ordinal);
    try {
      float expected = section.similarity().inverseNorm(vector);
      float stored = section.inverseNorm(ordinal);
      if (!(Math.abs(stored - expected) <= NORM_TOLERANCE * expected)) {
        problems.add(
            section.corrupt(
                offset, "vector " + ordinal + " has inverse norm " + expected + ", not " + stored));
      }
    } catch (IllegalArgumentException e) {
      problems.add(section.corrupt(offset, "vector " + ordinal + ": " + e.getMessage()));
    }
  }
}

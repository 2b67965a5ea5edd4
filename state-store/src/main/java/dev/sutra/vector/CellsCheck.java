package dev.sutra.vector;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Problems;
import dev.sutra.io.Section;
import java.util.BitSet;

/**
 * Checks that a cells section holds each vector of its segment once, in the cell nearest to it, and
 * that the numbers beside its codes are those that the codes give.
 */
public final class CellsCheck {
  // Another processor may add up in another order, and so choose another of two cells alike.
  private static final float CELL_TOLERANCE = 1e-3f;
  private static final float NUMBER_TOLERANCE = 3e-5f;

  private final Section section;
  private final CellsSection cells;
  private final VectorsSection vectors;
  private final CellCodebook codebook;
  private final Problems problems;
  private final CellEncoder encoder;
  private final float[] vector;
  private final byte[] codes;

  private CellsCheck(
      Section section, CellsSection cells, VectorsSection vectors, Problems problems) {
    this.section = section;
    this.cells = cells;
    this.vectors = vectors;
    this.codebook = cells.codebook();
    this.problems = problems;
    this.encoder =
        new CellEncoder(
            codebook.similarity(),
            codebook.dimension(),
            codebook.centroids(),
            codebook.quantizers());
    this.vector = new float[codebook.dimension()];
    this.codes = new byte[codebook.quantizers().parts()];
  }

  /**
   * Reports what is wrong with a section.
   *
   * @param codebook the one that it names
   * @throws CorruptFileException if the section cannot be opened
   */
  public static void run(
      Section section, CellCodebook codebook, VectorsSection vectors, Problems problems) {
    CellsSection cells = CellsSection.open(section, codebook);
    if (cells.size() != vectors.size()) {
      problems.add(section.corrupt(8, cells.size() + " codes for " + vectors.size() + " vectors"));
      return;
    }
    new CellsCheck(section, cells, vectors, problems).run();
  }

  private void run() {
    BitSet seen = new BitSet(cells.size());
    for (int cell = 0; cell < codebook.cells(); cell++) {
      int last = -1;
      for (int place = cells.start(cell); place < cells.start(cell + 1); place++) {
        try {
          cells.verifyBlocks(place, place + 1);
          int ordinal = cells.ordinal(place);
          if (ordinal <= last || seen.get(ordinal)) {
            report(place, "vector " + ordinal + " is there twice or behind " + last);
          }
          seen.set(ordinal);
          last = ordinal;
          checkCodes(cell, place, ordinal);
        } catch (CorruptFileException e) {
          problems.add(e);
        } catch (IllegalArgumentException e) {
          // A vector that is not valid, of which the vectors' own check tells.
          report(place, "codes of a vector that is damaged");
        }
      }
    }
  }

  private void checkCodes(int cell, int place, int ordinal) {
    VectorSample.scaled(vectors, ordinal, vector, 0);
    int[] nearest = new int[1];
    codebook.panels().nearest(vector, 0, vector.length, 1, nearest, new float[1]);
    double own = squaredDistance(cell);
    double lengths = lengths(cell);
    if (own > squaredDistance(nearest[0]) + CELL_TOLERANCE * lengths) {
      report(place, "vector " + ordinal + " is in cell " + cell + ", not in " + nearest[0]);
    }
    for (int p = 0; p < codes.length; p++) {
      codes[p] = (byte) cells.code(place, p);
    }
    encoder.weigh(vector, codes, cell);
    // Written so that NaN fails it.
    boolean factorFits =
        Math.abs(cells.factor(place) - encoder.factor(0)) * Math.sqrt(own)
            <= NUMBER_TOLERANCE * Math.sqrt(lengths);
    boolean correctionFits =
        Math.abs(cells.correction(place) - encoder.correction(0)) <= NUMBER_TOLERANCE * lengths;
    if (!factorFits || !correctionFits) {
      report(place, "the codes of vector " + ordinal + " do not give the numbers beside them");
    }
  }

  private double squaredDistance(int cell) {
    double sum = 0;
    for (int t = 0; t < vector.length; t++) {
      double difference = (double) vector[t] - codebook.centroids()[cell * vector.length + t];
      sum += difference * difference;
    }
    return sum;
  }

  /** The squared lengths of the vector and of a centroid. */
  private double lengths(int cell) {
    double sum = codebook.squaredLengths()[cell];
    for (float component : vector) {
      sum += (double) component * component;
    }
    return sum;
  }

  private void report(int place, String what) {
    problems.add(section.corrupt(cells.blockOffset(place / CodeKernel.BLOCK), what));
  }
}

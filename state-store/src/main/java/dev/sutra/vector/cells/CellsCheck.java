package dev.sutra.vector.cells;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Problems;
import dev.sutra.io.Section;
import dev.sutra.vector.VectorsSection;
import dev.sutra.vector.kernel.CodeKernel;
import dev.sutra.vector.kernel.CodeKernels;
import dev.sutra.vector.quantization.CellCodebook;
import dev.sutra.vector.quantization.CellEncoder;
import dev.sutra.vector.quantization.CellFinder;
import java.util.BitSet;

/**
 * Checks that a cells section stores each vector of its segment in the nearest cell, vectors far
 * from its centroid also in a second cell nearby, and that the factors and corrections match the
 * codes.
 */
public final class CellsCheck {
  // Another processor may sum in another order, and so choose another of two equally near cells.
  private static final float CELL_TOLERANCE = 1e-3f;
  private static final float NUMBER_TOLERANCE = 3e-5f;

  private final Section section;
  private final CellsSection cells;
  private final VectorsSection vectors;
  private final CellCodebook codebook;
  private final Problems problems;
  private final CellEncoder encoder;
  private final float[] vector;
  private final float[] scores;
  private final BitSet inNearest;
  private final BitSet inSecond;
  private final BitSet far;
  private final byte[] codes;

  private CellsCheck(
      Section section, CellsSection cells, VectorsSection vectors, Problems problems) {
    this.section = section;
    this.cells = cells;
    this.vectors = vectors;
    this.codebook = cells.codebook();
    this.problems = problems;
    this.encoder = new CellEncoder(codebook);
    this.vector = new float[codebook.dimension()];
    this.scores = new float[codebook.panels().lanes()];
    this.inNearest = new BitSet(cells.size());
    this.inSecond = new BitSet(cells.size());
    this.far = new BitSet(cells.size());
    this.codes = new byte[codebook.parts()];
  }

  /**
   * Reports the problems of a section.
   *
   * @param codebook the codebook that the section names
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
    boolean readable = true;
    for (int cell = 0; cell < codebook.cells(); cell++) {
      int last = -1;
      for (int place = cells.start(cell); place < cells.start(cell + 1); place++) {
        try {
          cells.verifyBlocks(place, place + 1);
          int ordinal = cells.ordinal(place);
          if (ordinal <= last) {
            report(place, "vector " + ordinal + " is behind " + last);
          }
          last = ordinal;
          vectors.copyScaled(ordinal, vector, 0);
          checkCell(cell, place, ordinal);
          checkCodes(cell, place, ordinal);
        } catch (CorruptFileException e) {
          problems.add(e);
          readable = false;
        } catch (IllegalArgumentException e) {
          // An invalid vector, which the check of the vectors section reports.
          report(place, "codes of a vector that is damaged");
          readable = false;
        }
      }
    }
    if (readable) {
      checkAllAreThere();
    }
  }

  private void checkCell(int cell, int place, int ordinal) {
    double tolerance = CELL_TOLERANCE * lengths(cell);
    codebook.panels().scores(vector, 0, vector.length, 1, scores);
    // A greater score means a smaller distance; differences of scores are half of those of squared
    // distances.
    double least = squaredDistance(CodeKernels.KERNEL.argMax(scores, 0, scores.length));
    boolean isNearest = squaredDistance(cell) <= least + tolerance;
    boolean maybeFar = least > codebook.farSquares() - tolerance;
    if (least > codebook.farSquares() + tolerance) {
      far.set(ordinal);
    }
    if (isNearest && !inNearest.get(ordinal)) {
      inNearest.set(ordinal);
    } else if (maybeFar
        && nearer(cell, tolerance) <= CellFinder.NEIGHBORS
        && !inSecond.get(ordinal)) {
      inSecond.set(ordinal);
    } else {
      report(place, "vector " + ordinal + " does not belong in cell " + cell);
    }
  }

  /** The number of centroids that are nearer to the vector than that of a cell. */
  private int nearer(int cell, double tolerance) {
    int count = 0;
    for (int i = 0; i < codebook.cells(); i++) {
      if (scores[i] > scores[cell] + tolerance / 2) {
        count++;
      }
    }
    return count;
  }

  private void checkAllAreThere() {
    for (int ordinal = 0; ordinal < cells.size(); ordinal++) {
      if (!inNearest.get(ordinal)) {
        problems.add(section.corrupt(cells.blockOffset(0), "vector " + ordinal + " has no codes"));
      } else if (far.get(ordinal) && !inSecond.get(ordinal)) {
        problems.add(
            section.corrupt(cells.blockOffset(0), "vector " + ordinal + " has no second cell"));
      }
    }
  }

  private void checkCodes(int cell, int place, int ordinal) {
    double own = squaredDistance(cell);
    double lengths = lengths(cell);
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
    return codebook.squaredDistance(vector, cell);
  }

  /** The sum of the squared lengths of the vector and of a centroid. */
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

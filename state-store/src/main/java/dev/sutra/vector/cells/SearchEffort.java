package dev.sutra.vector.cells;

import dev.sutra.vector.quantization.CellCodebook;

/**
 * The effort of an approximate search: more effort gives a higher recall and takes longer.
 *
 * @param recall average fraction of the true nearest that is wanted, 0.5 to 1. Training measured
 *     how many cells that takes. 0 if {@code cells} is given
 * @param cells number of cells to search, 1 or more; 0 if {@code recall} is given
 * @param deviations tolerated error of an estimate in standard deviations, 0 to 1,000; a vector is
 *     excluded only if its estimate falls short by more
 */
public record SearchEffort(double recall, int cells, float deviations) {
  private static final double RECALL_MIN = 0.5;
  private static final float DEVIATIONS_MAX = 1000;

  public SearchEffort {
    boolean byRecall = recall >= RECALL_MIN && recall <= 1 && cells == 0;
    boolean byCells = recall == 0 && cells >= 1;
    if (!byRecall && !byCells) {
      throw new IllegalArgumentException(
          "recall is "
              + recall
              + " and cells "
              + cells
              + "; a recall of 0.5 to 1 or 1 cell or more");
    }
    if (!(deviations >= 0 && deviations <= DEVIATIONS_MAX)) {
      throw new IllegalArgumentException(
          "deviations is " + deviations + "; 0 to " + DEVIATIONS_MAX + " is allowed");
    }
  }

  /**
   * The effort for an average recall.
   *
   * @param recall 0.5 to 1; 1 searches all cells
   * @throws IllegalArgumentException if it is out of range
   */
  public static SearchEffort ofRecall(double recall) {
    // Estimates lose few of the vectors, unsearched cells the rest: 2 deviations lose about 1 %.
    float deviations = recall >= 1 ? 4 : (float) Math.min(4, 1.5 + 0.25 * -Math.log10(1 - recall));
    return new SearchEffort(recall, 0, deviations);
  }

  /**
   * The effort in cells.
   *
   * @throws IllegalArgumentException if an argument is out of range
   */
  public static SearchEffort ofCells(int cells, float deviations) {
    return new SearchEffort(0, cells, deviations);
  }

  int cellsOf(CellCodebook codebook) {
    int wanted;
    if (cells > 0) {
      wanted = cells;
    } else if (recall >= 1) {
      wanted = codebook.cells();
    } else {
      wanted = codebook.cellsHolding(recall + (1 - recall) / 4);
    }
    return Math.min(wanted, codebook.cells());
  }
}

package dev.sutra.vector.quantization;

import dev.sutra.vector.kernel.CodeKernels;
import dev.sutra.vector.kernel.VectorKernels;

/**
 * Assigns vectors to cells: to the one with the nearest centroid and, if that is far away, also to
 * a second one. The residual in the second cell should be short and not parallel to the first
 * residual. A query parallel to the first residual ranks the first cell too low; the second
 * residual is not parallel to it, so the second cell ranks high (SOAR, Sun, Simcha, Dopson, Guo and
 * Kumar, NeurIPS 2023). Not thread-safe.
 */
public final class CellFinder {
  /** No cell. */
  public static final int NONE = -1;

  /** The second cell is one of the next nearest, at most this many. */
  public static final int NEIGHBORS = 8;

  /** Extra weight of the part of the second residual that is parallel to the first. */
  private static final float PARALLEL_WEIGHT = 1.5f;

  private final Panels panels;
  private final float[] centroids;
  private final float farSquares;
  private final int dimension;
  private final float[] scores;
  private final float[] difference;

  /**
   * Creates a finder.
   *
   * @param centroids components, cell after cell
   * @param panels the same centroids
   * @param farSquares see {@link CellCodebook#farSquares}
   */
  CellFinder(float[] centroids, Panels panels, float farSquares) {
    this.panels = panels;
    this.centroids = centroids;
    this.farSquares = farSquares;
    this.dimension = panels.dimension();
    this.scores = new float[Panels.POINTS * panels.lanes()];
    this.difference = new float[dimension];
  }

  /** Creates a finder for the cells of a codebook. */
  public CellFinder(CellCodebook codebook) {
    this(codebook.centroids(), codebook.panels(), codebook.farSquares());
  }

  /**
   * Assigns consecutive vectors to cells.
   *
   * @param vectors scaled by {@link dev.sutra.vector.Similarity#copyScaled}
   * @param first gets the nearest cell of each
   * @param second gets the second cell of each, or {@link #NONE}
   * @param squares gets the squared distance to the nearest centroid
   */
  public void find(
      float[] vectors, int offset, int count, int[] first, int[] second, float[] squares) {
    int done = 0;
    while (done < count) {
      int points = count - done >= Panels.POINTS ? Panels.POINTS : 1;
      panels.scores(vectors, offset + done * dimension, dimension, points, scores);
      for (int p = 0; p < points; p++) {
        int vector = offset + (done + p) * dimension;
        float length = squaredLength(vectors, vector);
        int row = p * panels.lanes();
        int nearest = CodeKernels.KERNEL.argMax(scores, row, panels.lanes());
        first[done + p] = nearest;
        squares[done + p] = Math.max(0, length - 2 * scores[row + nearest]);
        second[done + p] =
            squares[done + p] > farSquares
                ? second(vectors, vector, length, row, nearest, squares[done + p])
                : NONE;
      }
      done += points;
    }
  }

  /** Finds the second cell. Overwrites the scores from {@code row}. */
  private int second(
      float[] vectors, int vector, float length, int row, int first, float firstSquares) {
    for (int t = 0; t < dimension; t++) {
      difference[t] = vectors[vector + t] - centroids[first * dimension + t];
    }
    float own = VectorKernels.dot(difference, vectors, vector);
    scores[row + first] = Float.NEGATIVE_INFINITY;
    int best = NONE;
    float least = Float.POSITIVE_INFINITY;
    for (int i = 0; i < NEIGHBORS; i++) {
      int cell = CodeKernels.KERNEL.argMax(scores, row, panels.lanes());
      float score = scores[row + cell];
      if (score == Float.NEGATIVE_INFINITY) {
        break;
      }
      scores[row + cell] = Float.NEGATIVE_INFINITY;
      float parallel = own - VectorKernels.dot(difference, centroids, cell * dimension);
      float loss = length - 2 * score + PARALLEL_WEIGHT * parallel * parallel / firstSquares;
      if (loss < least) {
        least = loss;
        best = cell;
      }
    }
    return best;
  }

  private float squaredLength(float[] vectors, int offset) {
    System.arraycopy(vectors, offset, difference, 0, dimension);
    return VectorKernels.dot(difference, difference, 0);
  }
}

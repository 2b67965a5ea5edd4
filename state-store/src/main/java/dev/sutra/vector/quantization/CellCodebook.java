package dev.sutra.vector.quantization;

import dev.sutra.record.Limits;
import dev.sutra.vector.Similarity;
import dev.sutra.vector.kernel.CodeKernel;

/**
 * What the segments of a store share to be searched approximately: centroids that cut the space
 * into cells, and a product quantizer with 4-bit codes for what vectors differ from their centroid
 * by (inverted file with residual codes, Jégou et al., PAMI 2011).
 *
 * <p>Under {@link Similarity#COSINE} it is about vectors scaled to length 1. Immutable,
 * thread-safe.
 */
public final class CellCodebook {
  /** The most cells. */
  public static final int CELLS_MAX = 16_384;

  /** The fewest vectors to learn from. */
  public static final int TRAINING_MIN = 16;

  private final Similarity similarity;
  private final float[] centroids;
  private final float[] squaredLengths;
  private final Panels panels;
  private final SubQuantizers quantizers;
  private final float deviation;
  private final float meanSquares;
  private final float farSquares;
  private final int[] probes;
  private final long id;

  /**
   * Takes over the parts of a codebook.
   *
   * @param centroids components, cell after cell
   * @param deviation see {@link #deviation}
   * @param meanSquares see {@link #meanSquares}
   * @param farSquares see {@link #farSquares}
   * @param probes see {@link ProbeTable}
   * @param id names the codebook
   */
  CellCodebook(
      Similarity similarity,
      int cells,
      float[] centroids,
      SubQuantizers quantizers,
      float deviation,
      float meanSquares,
      float farSquares,
      int[] probes,
      long id) {
    this.similarity = similarity;
    this.centroids = centroids;
    this.quantizers = quantizers;
    this.deviation = deviation;
    this.meanSquares = meanSquares;
    this.farSquares = farSquares;
    this.probes = probes;
    this.id = id;
    int dimension = quantizers.dimension();
    this.panels = Panels.of(centroids, cells, dimension);
    this.squaredLengths = new float[cells];
    for (int cell = 0; cell < cells; cell++) {
      float squares = 0;
      for (int t = cell * dimension; t < (cell + 1) * dimension; t++) {
        squares += centroids[t] * centroids[t];
      }
      squaredLengths[cell] = squares;
    }
  }

  /**
   * How many cells suit so many vectors: about 1.5 times the root, so that ranking the cells and
   * scanning the best of them cost alike.
   */
  public static int cellsFor(long vectors) {
    long cells =
        Math.round(1.5 * Math.sqrt((double) vectors) / CodeKernel.PANEL) * CodeKernel.PANEL;
    return (int) Math.max(CodeKernel.PANEL, Math.min(CELLS_MAX, cells));
  }

  /**
   * How many codes a vector gets: one for two components below 256 of them, for four up to 2,048,
   * for eight above. The fewer components there are, the less the errors of their codes even out.
   */
  static int partsFor(int dimension) {
    int length = dimension < 256 ? 2 : dimension <= 2048 ? 4 : 8;
    int parts = (dimension + length - 1) / length;
    return (parts + 3) & -4;
  }

  static void checkDimension(int dimension) {
    if (dimension < 1 || dimension > Limits.DIMENSION_MAX) {
      throw new IllegalArgumentException(
          "dimension is " + dimension + "; 1 to " + Limits.DIMENSION_MAX + " is allowed");
    }
  }

  /** Names the codebook in the segments that were written with it. */
  public long id() {
    return id;
  }

  /** Components of a vector. */
  public int dimension() {
    return quantizers.dimension();
  }

  public Similarity similarity() {
    return similarity;
  }

  public int cells() {
    return panels.count();
  }

  /** Heap bytes held, but for small change. */
  public long bytes() {
    long components = centroids.length + (long) panels.lanes() * dimension();
    return 4L * (components + quantizers.panels().length + 3L * panels.lanes());
  }

  public Panels panels() {
    return panels;
  }

  /** Codes of a vector. */
  public int parts() {
    return quantizers.parts();
  }

  /** See {@link CodeKernel#partDots}. */
  public float partDots(float[] query, float[] values) {
    return quantizers.partDots(query, values);
  }

  /** The squared distance of a scaled vector to the centroid of a cell. */
  public double squaredDistance(float[] vector, int cell) {
    double sum = 0;
    for (int t = 0; t < vector.length; t++) {
      double difference = (double) vector[t] - centroids[cell * vector.length + t];
      sum += difference * difference;
    }
    return sum;
  }

  /** Components, cell after cell; not to be changed. */
  float[] centroids() {
    return centroids;
  }

  /** Of each centroid; not to be changed. */
  public float[] squaredLengths() {
    return squaredLengths;
  }

  SubQuantizers quantizers() {
    return quantizers;
  }

  /**
   * The root mean square of an estimate's error, as a share of the distance between query and
   * centroid; measured when the codebook was trained.
   */
  public float deviation() {
    return deviation;
  }

  /**
   * The mean squared distance of the vectors that were learned from to the centroids of their
   * cells. Where that of newer vectors is much greater, they are of another kind.
   */
  public float meanSquares() {
    return meanSquares;
  }

  /**
   * A vector whose squared distance to the nearest centroid is greater lies in a second cell too.
   * Infinite where none does.
   */
  public float farSquares() {
    return farSquares;
  }

  /** How many of a query's best cells hold a share, 0 to 1, of its nearest vectors. */
  public int cellsHolding(double share) {
    return ProbeTable.cells(probes, share);
  }

  /** The entries of a {@link ProbeTable}. */
  int[] probes() {
    return probes;
  }
}

package dev.sutra.vector.quantization;

import dev.sutra.record.Limits;
import dev.sutra.vector.Similarity;
import dev.sutra.vector.kernel.CodeKernel;

/**
 * The codebook that segments share for approximate search. Its centroids partition the space into
 * cells, and a product quantizer with 4-bit codes encodes the residual of a vector, its difference
 * from the centroid (inverted file with residual codes, Jégou et al., PAMI 2011).
 *
 * <p>Under {@link Similarity#COSINE} vectors are scaled to length 1. Immutable, thread-safe.
 */
public final class CellCodebook {
  /** Maximum number of cells. */
  public static final int CELLS_MAX = 16_384;

  /** Minimum number of training vectors. */
  public static final int TRAINING_MIN = 16;

  private final Similarity similarity;
  private final float[] centroids;
  private final float[] squaredLengths;
  private final Panels panels;
  private final SubQuantizers quantizers;
  private final QuantizationErrors errors;
  private final int[] probes;
  private final long id;

  /**
   * Creates a codebook. Arrays are not copied.
   *
   * @param centroids components, cell after cell
   * @param errors measured on the training vectors
   * @param probes see {@link ProbeTable}
   * @param id identifies the codebook
   */
  CellCodebook(
      Similarity similarity,
      float[] centroids,
      SubQuantizers quantizers,
      QuantizationErrors errors,
      int[] probes,
      long id) {
    this.similarity = similarity;
    this.centroids = centroids;
    this.quantizers = quantizers;
    this.errors = errors;
    this.probes = probes;
    this.id = id;
    int dimension = quantizers.dimension();
    int cells = centroids.length / dimension;
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
   * The number of cells for a number of vectors: about 1.5 times its square root. Ranking all cells
   * then costs about as much as scanning the best ones.
   */
  public static int cellsFor(long vectors) {
    long cells =
        Math.round(1.5 * Math.sqrt((double) vectors) / CodeKernel.PANEL) * CodeKernel.PANEL;
    return (int) Math.max(CodeKernel.PANEL, Math.min(CELLS_MAX, cells));
  }

  /**
   * The number of codes per vector: one code for two components if the dimension is below 256, for
   * four up to 2,048, for eight above. With fewer components, errors of the codes average out less.
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

  /** The id by which segments refer to the codebook that they were written with. */
  public long id() {
    return id;
  }

  /** Components per vector. */
  public int dimension() {
    return quantizers.dimension();
  }

  public Similarity similarity() {
    return similarity;
  }

  public int cells() {
    return panels.count();
  }

  /** Approximate heap use in bytes. */
  public long bytes() {
    long components = centroids.length + (long) panels.lanes() * dimension();
    return 4L * (components + quantizers.panels().length + 3L * panels.lanes());
  }

  public Panels panels() {
    return panels;
  }

  /** Codes per vector. */
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

  /** The centroids' components, cell after cell. Do not change the array. */
  float[] centroids() {
    return centroids;
  }

  /** The squared length of each centroid. Do not change the array. */
  public float[] squaredLengths() {
    return squaredLengths;
  }

  SubQuantizers quantizers() {
    return quantizers;
  }

  /**
   * The root mean square error of estimates, as a fraction of the distance between query and
   * centroid. Measured during training.
   */
  public float deviation() {
    return errors.deviation();
  }

  /**
   * The mean squared distance of the training vectors to the centroids of their cells. A much
   * greater value for newer vectors means that their distribution has changed.
   */
  public float meanSquares() {
    return errors.meanSquares();
  }

  /**
   * Vectors whose squared distance to the nearest centroid exceeds this value are also stored in a
   * second cell. Infinite if there are no second cells.
   */
  public float farSquares() {
    return errors.farSquares();
  }

  /** The number of a query's best cells that contain a fraction, 0 to 1, of its nearest vectors. */
  public int cellsHolding(double share) {
    return ProbeTable.cells(probes, share);
  }

  /** The entries of a {@link ProbeTable}. */
  int[] probes() {
    return probes;
  }
}

package dev.sutra.vector.quantization;

import dev.sutra.io.Crc32c;
import dev.sutra.vector.ScoredDocument;
import dev.sutra.vector.Similarity;
import dev.sutra.vector.TopK;
import dev.sutra.vector.VectorSource;
import dev.sutra.vector.kernel.CodeKernel;
import dev.sutra.vector.kernel.VectorKernels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Trains a {@link CellCodebook} from a sample of vectors. */
public final class CellTrainer {
  /** Training vectors per cell. */
  static final int SAMPLE_PER_CELL = 32;

  private static final int CELL_ITERATIONS = 6;
  private static final int CODE_ITERATIONS = 6;
  private static final int CODE_SAMPLE = 8192;
  private static final int QUERIES = 128;
  private static final int NEAREST = 10;
  private static final int ERROR_SAMPLE = 256;

  /**
   * The fraction of vectors with a second cell. One half saves a fifth to a third of the scans and
   * takes 50 % more bytes.
   */
  private static final double SECOND_SHARE = 0.5;

  private final Similarity similarity;
  private final int dimension;
  private final int cells;
  private final int count;
  private final float[] points;
  private final long seed;

  private CellTrainer(
      Similarity similarity, int dimension, int cells, int count, float[] points, long seed) {
    this.similarity = similarity;
    this.dimension = dimension;
    this.cells = cells;
    this.count = count;
    this.points = points;
    this.seed = seed;
  }

  /**
   * Trains a codebook from a random sample of the sources' vectors, 32 per cell. Takes about a
   * second of one processor for 16,000 vectors of 384 components and 512 cells, and twice the
   * sample's memory.
   *
   * @param sources of the same dimension and similarity, with {@link CellCodebook#TRAINING_MIN}
   *     vectors or more in total
   * @param cells 16 to {@link CellCodebook#CELLS_MAX}; see {@link CellCodebook#cellsFor}
   * @param seed of the sample; the same input and seed give the same codebook on the same kind of
   *     processor
   * @throws IllegalArgumentException if there are too few vectors or {@code cells} is out of range
   */
  public static CellCodebook train(List<? extends VectorSource> sources, int cells, long seed) {
    return train(sources, cells, seed, () -> {});
  }

  /**
   * Trains a codebook as above, and can be cancelled.
   *
   * @param checkpoint called regularly; cancels by throwing an exception
   */
  public static CellCodebook train(
      List<? extends VectorSource> sources, int cells, long seed, Runnable checkpoint) {
    long vectors = 0;
    for (VectorSource source : sources) {
      vectors += source.size();
    }
    if (vectors < CellCodebook.TRAINING_MIN) {
      throw new IllegalArgumentException(
          vectors
              + " vectors are too few to learn from; "
              + CellCodebook.TRAINING_MIN
              + " are needed");
    }
    if (cells < CodeKernel.PANEL || cells > CellCodebook.CELLS_MAX) {
      throw new IllegalArgumentException(
          "cells is "
              + cells
              + "; "
              + CodeKernel.PANEL
              + " to "
              + CellCodebook.CELLS_MAX
              + " is allowed");
    }
    VectorSource first = sources.getFirst();
    int wanted = (int) Math.min(vectors, (long) SAMPLE_PER_CELL * cells);
    float[] sample = VectorSample.take(sources, vectors, wanted, seed);
    checkpoint.run();
    return new CellTrainer(first.similarity(), first.dimension(), cells, wanted, sample, seed)
        .train(checkpoint);
  }

  private CellCodebook train(Runnable checkpoint) {
    float[] centroids =
        KMeans.train(
            points, 0, dimension, count, dimension, cells, CELL_ITERATIONS, seed, checkpoint);
    Panels panels = Panels.of(centroids, cells, dimension);
    int[] cellOf = new int[count];
    int[] secondOf = new int[count];
    float[] squares = new float[count];
    // Finds second cells for all vectors, because it is not known yet which ones are far.
    new CellFinder(centroids, panels, 0).find(points, 0, count, cellOf, secondOf, squares);
    float farSquares = farSquares(squares);
    for (int i = 0; i < count; i++) {
      if (squares[i] <= farSquares) {
        secondOf[i] = CellFinder.NONE;
      }
    }
    checkpoint.run();
    int coded = Math.min(count, CODE_SAMPLE);
    float[] residuals = new float[coded * dimension];
    for (int i = 0; i < coded; i++) {
      int cell = i % 2 > 0 && secondOf[i] != CellFinder.NONE ? secondOf[i] : cellOf[i];
      for (int t = 0; t < dimension; t++) {
        residuals[i * dimension + t] = points[i * dimension + t] - centroids[cell * dimension + t];
      }
    }
    SubQuantizers quantizers =
        SubQuantizers.train(
            residuals,
            coded,
            dimension,
            CellCodebook.partsFor(dimension),
            CodeKernel.LOOKUP_BYTES,
            CODE_ITERATIONS,
            seed);
    checkpoint.run();
    QuantizationErrors errors =
        new QuantizationErrors(
            deviation(centroids, cellOf, secondOf, quantizers), meanSquares(squares), farSquares);
    return new CellCodebook(
        similarity,
        centroids,
        quantizers,
        errors,
        probes(panels, cellOf, secondOf),
        id(centroids, quantizers));
  }

  /** See {@link CellCodebook#meanSquares}. */
  private static float meanSquares(float[] squares) {
    double sum = 0;
    for (float square : squares) {
      sum += square;
    }
    return (float) (sum / squares.length);
  }

  /** See {@link CellCodebook#farSquares}. */
  private static float farSquares(float[] squares) {
    float[] sorted = squares.clone();
    Arrays.sort(sorted);
    return sorted[(int) ((1 - SECOND_SHARE) * (sorted.length - 1))];
  }

  /** See {@link CellCodebook#deviation}. */
  private float deviation(
      float[] centroids, int[] cellOf, int[] secondOf, SubQuantizers quantizers) {
    CellEncoder encoder = new CellEncoder(similarity, dimension, centroids, quantizers);
    SplittableRandom random = new SplittableRandom(seed);
    double squares = 0;
    for (int i = 0; i < ERROR_SAMPLE; i++) {
      int point = random.nextInt(count);
      int query = random.nextInt(count) * dimension;
      boolean takeSecond = secondOf[point] != CellFinder.NONE && random.nextBoolean();
      int cell = takeSecond ? secondOf[point] : cellOf[point];
      squares += encoder.relativeError(points, point * dimension, cell, query);
    }
    return (float) Math.sqrt(squares / ERROR_SAMPLE);
  }

  /** Measures in which cells the nearest vectors of some queries are. */
  private int[] probes(Panels panels, int[] cellOf, int[] secondOf) {
    int queries = Math.min(QUERIES, count);
    int[] ranks = new int[queries * NEAREST];
    float[] cellDots = new float[panels.lanes()];
    float[] query = new float[dimension];
    for (int q = 0; q < queries; q++) {
      System.arraycopy(points, q * dimension, query, 0, dimension);
      panels.dots(query, 0, cellDots);
      TopK nearest = new TopK(NEAREST, Float.NEGATIVE_INFINITY, (a, i, b, j) -> i - j);
      for (int i = 0; i < count; i++) {
        if (i != q) {
          nearest.offer(0, i, closeness(query, i));
        }
      }
      int found = 0;
      for (ScoredDocument hit : nearest.drain()) {
        int rank = rank(panels, cellDots, cellOf[hit.document()]);
        if (secondOf[hit.document()] != CellFinder.NONE) {
          rank = Math.min(rank, rank(panels, cellDots, secondOf[hit.document()]));
        }
        ranks[q * NEAREST + found++] = rank;
      }
    }
    return ProbeTable.of(ranks);
  }

  private float closeness(float[] query, int point) {
    return similarity == Similarity.EUCLIDEAN
        ? -VectorKernels.squaredDistance(query, points, point * dimension)
        : VectorKernels.dot(query, points, point * dimension);
  }

  private int rank(Panels panels, float[] cellDots, int cell) {
    int better = 0;
    float own = panels.closeness(similarity, cellDots, cell);
    for (int i = 0; i < panels.count(); i++) {
      if (panels.closeness(similarity, cellDots, i) > own) {
        better++;
      }
    }
    return better;
  }

  /**
   * A checksum and the number of training vectors, so that two codebooks of a store have different
   * ids.
   */
  private long id(float[] centroids, SubQuantizers quantizers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(4 * (centroids.length + quantizers.panels().length))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(centroids).put(quantizers.panels());
    return (long) count << 32 | Integer.toUnsignedLong(Crc32c.of(bytes));
  }
}

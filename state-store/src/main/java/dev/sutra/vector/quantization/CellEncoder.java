package dev.sutra.vector.quantization;

import dev.sutra.vector.Similarity;
import dev.sutra.vector.kernel.VectorKernels;

/**
 * Encodes vectors of a cell: their codes, and two numbers that make estimates unbiased. Not
 * thread-safe.
 *
 * <p>For a query q and a vector x = c + r in the cell of c, the codes give ⟨q, r̂⟩. The estimate is
 *
 * <pre>⟨q, x⟩ ≈ ⟨q, c⟩ + factor × ⟨q, r̂⟩ + correction</pre>
 *
 * with factor = |r|² / ⟨r, r̂⟩, which makes the estimate exact along r (RaBitQ, Gao and Long,
 * SIGMOD 2024), and correction = ⟨c, r⟩ − factor × ⟨c, r̂⟩, which makes it exact for q = c. The
 * error is ⟨q − c, r − factor × r̂⟩. Under {@link Similarity#EUCLIDEAN} half of |x|² is subtracted,
 * so that the nearest vector has the greatest estimate.
 */
public final class CellEncoder {
  /** Maximum factor, for vectors that their codes approximate badly. */
  private static final float FACTOR_MAX = 4;

  private static final int POINTS = 4;

  private final Similarity similarity;
  private final int dimension;
  private final float[] centroids;
  private final SubQuantizers quantizers;
  private final float[] residuals;
  private final float[] residual;
  private final float[] decoded;
  private final float[] scratch;
  private final byte[] codes;
  private final float[] factors = new float[POINTS];
  private final float[] corrections = new float[POINTS];

  CellEncoder(Similarity similarity, int dimension, float[] centroids, SubQuantizers quantizers) {
    this.similarity = similarity;
    this.dimension = dimension;
    this.centroids = centroids;
    this.quantizers = quantizers;
    this.residuals = new float[POINTS * dimension];
    this.residual = new float[dimension];
    this.decoded = new float[dimension];
    this.scratch = new float[POINTS * quantizers.centroids()];
    this.codes = new byte[POINTS * quantizers.parts()];
  }

  /** Creates an encoder for a codebook. */
  public CellEncoder(CellCodebook codebook) {
    this(codebook.similarity(), codebook.dimension(), codebook.centroids(), codebook.quantizers());
  }

  /** The number of vectors to encode at once for best speed. */
  public static int batch() {
    return POINTS;
  }

  /**
   * Encodes vectors. Read the results by their index.
   *
   * @param vectors scaled by {@link Similarity#copyScaled}, one after the other
   * @param cells the cell of each
   */
  public void encode(float[] vectors, int offset, int count, int[] cells, int firstCell) {
    for (int i = 0; i < count; i++) {
      int centroid = cells[firstCell + i] * dimension;
      int row = i * dimension;
      for (int t = 0; t < dimension; t++) {
        residuals[row + t] = vectors[offset + row + t] - centroids[centroid + t];
      }
    }
    for (int i = 0; i < count; ) {
      int step = count - i >= POINTS ? POINTS : 1;
      if (step == POINTS) {
        quantizers.encode(residuals, 0, dimension, POINTS, codes, scratch);
      } else {
        encodeOne(i);
      }
      i += step;
    }
    for (int i = 0; i < count; i++) {
      weigh(i, cells[firstCell + i] * dimension);
    }
  }

  private void encodeOne(int index) {
    byte[] one = new byte[quantizers.parts()];
    quantizers.encode(residuals, index * dimension, 0, 1, one, scratch);
    System.arraycopy(one, 0, codes, index * one.length, one.length);
  }

  /**
   * Computes the two numbers of a vector whose codes are known. Read them at index 0.
   *
   * @param vector scaled by {@link Similarity#copyScaled}
   */
  public void weigh(float[] vector, byte[] given, int cell) {
    int centroid = cell * dimension;
    for (int t = 0; t < dimension; t++) {
      residuals[t] = vector[t] - centroids[centroid + t];
    }
    System.arraycopy(given, 0, codes, 0, quantizers.parts());
    weigh(0, centroid);
  }

  private void weigh(int index, int centroid) {
    quantizers.decode(codes, index * quantizers.parts(), decoded);
    System.arraycopy(residuals, index * dimension, residual, 0, dimension);
    float rr = VectorKernels.dot(residual, residual, 0);
    float rd = VectorKernels.dot(residual, decoded, 0);
    float cr = VectorKernels.dot(residual, centroids, centroid);
    float cd = VectorKernels.dot(decoded, centroids, centroid);
    float factor = rd > 0 ? Math.min(FACTOR_MAX, rr / rd) : 0;
    factors[index] = factor;
    corrections[index] = cr - factor * cd;
    if (similarity == Similarity.EUCLIDEAN) {
      System.arraycopy(centroids, centroid, residual, 0, dimension);
      float cc = VectorKernels.dot(residual, residual, 0);
      corrections[index] -= (cc + 2 * cr + rr) / 2;
    }
  }

  /** The code of a part of an encoded vector. */
  public int code(int index, int part) {
    return codes[index * quantizers.parts() + part];
  }

  public float factor(int index) {
    return factors[index];
  }

  public float correction(int index) {
    return corrections[index];
  }

  /** The squared error of a vector's estimate, divided by the squared distance of q and c. */
  double relativeError(float[] points, int point, int cell, int query) {
    encode(points, point, 1, new int[] {cell}, 0);
    int centroid = cell * dimension;
    double error = 0;
    double distance = 0;
    for (int t = 0; t < dimension; t++) {
      double difference = (double) points[query + t] - centroids[centroid + t];
      error += difference * (residuals[t] - (double) factors[0] * decoded[t]);
      distance += difference * difference;
    }
    return distance > 0 ? error * error / distance : 0;
  }
}

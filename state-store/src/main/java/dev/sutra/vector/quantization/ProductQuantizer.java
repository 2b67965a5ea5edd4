package dev.sutra.vector.quantization;

import dev.sutra.record.Limits;
import dev.sutra.vector.Similarity;
import dev.sutra.vector.kernel.VectorKernels;
import java.util.List;

/**
 * Product quantization (Jégou, Douze and Schmid, PAMI 2011): splits a vector into parts and
 * replaces each part by the number of the nearest of 16 or 256 trained centroids. 384 components as
 * 48 codes of 8 bits take 48 bytes instead of 1,536.
 *
 * <p>Scores are those of the {@link Similarity} and equal the score of the decoded vectors, up to
 * rounding. Under {@link Similarity#COSINE} vectors are scaled to length 1 before they are encoded.
 *
 * <p>Immutable, thread-safe.
 */
public final class ProductQuantizer {
  /** Maximum number of parts. */
  public static final int PARTS_MAX = SubQuantizers.PARTS_MAX;

  /** Minimum number of training vectors. */
  public static final int TRAINING_MIN = 256;

  private static final int ITERATIONS = 10;

  private final Similarity similarity;
  private final SubQuantizers quantizers;

  private ProductQuantizer(Similarity similarity, SubQuantizers quantizers) {
    this.similarity = similarity;
    this.quantizers = quantizers;
  }

  /**
   * Trains a quantizer. A few thousand vectors are enough for 16 centroids, about ten thousand for
   * 256.
   *
   * @param vectors 256 or more valid vectors of one dimension
   * @param parts 1 to the dimension, at most 1,024
   * @param bits 4 or 8, for each part
   * @param seed of the random choices; the same input and seed give the same quantizer on the same
   *     kind of processor
   * @throws IllegalArgumentException if an argument is out of range, the vectors' dimensions
   *     differ, or a vector fails {@link Similarity#validate}
   */
  public static ProductQuantizer train(
      List<float[]> vectors, Similarity similarity, int parts, int bits, long seed) {
    if (vectors.size() < TRAINING_MIN) {
      throw new IllegalArgumentException(
          vectors.size() + " vectors are too few to learn from; " + TRAINING_MIN + " are needed");
    }
    int dimension = vectors.getFirst().length;
    if (dimension < 1 || dimension > Limits.DIMENSION_MAX) {
      throw new IllegalArgumentException(
          "dimension is " + dimension + "; 1 to " + Limits.DIMENSION_MAX + " is allowed");
    }
    checkShape(dimension, parts, bits);
    float[] points = new float[vectors.size() * dimension];
    for (int i = 0; i < vectors.size(); i++) {
      float[] vector = vectors.get(i);
      if (vector.length != dimension) {
        throw new IllegalArgumentException(
            "vector " + i + " has " + vector.length + " components, the first has " + dimension);
      }
      similarity.copyScaled(vector, points, i * dimension);
    }
    return new ProductQuantizer(
        similarity,
        SubQuantizers.train(points, vectors.size(), dimension, parts, 1 << bits, ITERATIONS, seed));
  }

  static void checkShape(int dimension, int parts, int bits) {
    int partsMax = Math.min(dimension, PARTS_MAX);
    if (parts < 1 || parts > partsMax) {
      throw new IllegalArgumentException(
          "parts is " + parts + "; 1 to " + partsMax + " is allowed");
    }
    if (bits != 4 && bits != 8) {
      throw new IllegalArgumentException("bits is " + bits + "; 4 or 8 is allowed");
    }
  }

  /** Components of a vector. */
  public int dimension() {
    return quantizers.dimension();
  }

  public Similarity similarity() {
    return similarity;
  }

  /** Codes per vector. */
  public int parts() {
    return quantizers.parts();
  }

  /** Bits per code. */
  public int bits() {
    return Integer.numberOfTrailingZeros(quantizers.centroids());
  }

  /** Encodes the quantizer, with a version and a checksum. */
  public byte[] toBytes() {
    return CodebookFormat.finish(
        CodebookFormat.begin(CodebookFormat.QUANTIZER, similarity, quantizers, 0));
  }

  /**
   * Decodes a quantizer that {@link #toBytes} encoded.
   *
   * @param name of the file, for errors
   * @throws dev.sutra.io.CorruptFileException if the bytes are corrupt or not a quantizer
   */
  public static ProductQuantizer fromBytes(byte[] bytes, String name) {
    CodebookFormat format = CodebookFormat.open(bytes, name, CodebookFormat.QUANTIZER);
    format.end();
    return new ProductQuantizer(format.similarity(), format.quantizers());
  }

  /**
   * Encodes a vector: one byte per part, even if a code has 4 bits.
   *
   * @throws IllegalArgumentException if its dimension differs or it fails {@link
   *     Similarity#validate}
   */
  public byte[] encode(float[] vector) {
    checkDimension(vector);
    float[] scaled = new float[vector.length];
    similarity.copyScaled(vector, scaled, 0);
    byte[] codes = new byte[parts()];
    quantizers.encode(scaled, 0, 0, 1, codes, new float[quantizers.centroids()]);
    return codes;
  }

  /**
   * Decodes a vector. Under {@link Similarity#COSINE} its length is about 1.
   *
   * @throws IllegalArgumentException if these are not codes of this quantizer
   */
  public float[] decode(byte[] codes) {
    quantizers.checkCodes(codes);
    float[] vector = new float[dimension()];
    quantizers.decode(codes, 0, vector);
    return vector;
  }

  /**
   * The score of two encoded vectors (symmetric distance).
   *
   * @throws IllegalArgumentException if these are not codes of this quantizer
   */
  public float score(byte[] a, byte[] b) {
    return tablesOf(decode(a), quantizers.squaredLength(a, 0)).score(b);
  }

  /**
   * Prepares scoring encoded vectors against an unencoded one (asymmetric distance).
   *
   * @throws IllegalArgumentException if its dimension differs or it fails {@link
   *     Similarity#validate}
   */
  public DistanceTables tables(float[] query) {
    checkDimension(query);
    float[] scaled = new float[query.length];
    similarity.copyScaled(query, scaled, 0);
    return tablesOf(scaled, VectorKernels.dot(scaled, scaled, 0));
  }

  private DistanceTables tablesOf(float[] scaled, float squaredLength) {
    return new DistanceTables(similarity, quantizers, scaled, squaredLength);
  }

  private void checkDimension(float[] vector) {
    if (vector.length != dimension()) {
      throw new IllegalArgumentException(
          "vector has " + vector.length + " components; " + dimension() + " are needed");
    }
  }
}

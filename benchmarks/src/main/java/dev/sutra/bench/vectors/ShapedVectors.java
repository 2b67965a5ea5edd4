package dev.sutra.bench.vectors;

import dev.sutra.vector.Similarity;
import java.util.AbstractList;
import java.util.List;
import java.util.Random;

/**
 * Vectors in another number, of another dimension or of different lengths than those that they are
 * made of. Each is made anew when it is asked for, always the same; what times their use copies
 * them first.
 *
 * <ul>
 *   <li>More than there are: copies, each with normally distributed noise a fifth as long as the
 *       vector.
 *   <li>Another dimension: a random projection (Johnson and Lindenstrauss).
 *   <li>Other similarities than cosine: multiplied by 0.7 to 1.3, so that lengths matter.
 * </ul>
 */
final class ShapedVectors extends AbstractList<float[]> {
  private static final double NOISE = 0.2;
  private static final long SEED = 30;

  private final List<float[]> originals;
  private final int size;
  private final boolean scaled;
  private final float[][] projection;

  /**
   * Shapes vectors.
   *
   * @param size how many there will be
   */
  public ShapedVectors(List<float[]> originals, int size, int dimension, Similarity similarity) {
    this.originals = originals;
    this.size = size;
    this.scaled = similarity != Similarity.COSINE;
    int from = originals.getFirst().length;
    this.projection = new float[dimension == from ? 0 : dimension][from];
    Random random = new Random(SEED);
    for (float[] row : projection) {
      for (int i = 0; i < from; i++) {
        row[i] = (float) (random.nextGaussian() / Math.sqrt(dimension));
      }
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public float[] get(int index) {
    float[] vector = originals.get(index % originals.size()).clone();
    Random random = new Random(SEED + index);
    if (index >= originals.size()) {
      double deviation = NOISE * length(vector) / Math.sqrt(vector.length);
      for (int i = 0; i < vector.length; i++) {
        vector[i] += (float) (deviation * random.nextGaussian());
      }
    }
    float[] projected = projection.length == 0 ? vector : project(vector);
    if (scaled) {
      float factor = 0.7f + 0.6f * random.nextFloat();
      for (int i = 0; i < projected.length; i++) {
        projected[i] *= factor;
      }
    }
    return projected;
  }

  private float[] project(float[] vector) {
    float[] projected = new float[projection.length];
    for (int row = 0; row < projected.length; row++) {
      float sum = 0;
      for (int i = 0; i < vector.length; i++) {
        sum += projection[row][i] * vector[i];
      }
      projected[row] = sum;
    }
    return projected;
  }

  private static double length(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += component * component;
    }
    return Math.sqrt(squares);
  }
}

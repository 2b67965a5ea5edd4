package dev.sutra.vector.quantization;

import dev.sutra.vector.VectorSource;
import java.util.List;
import java.util.SplittableRandom;

/** A random sample of the vectors of several sources. */
final class VectorSample {
  private VectorSample() {}

  /**
   * Samples vectors without replacement, in random order.
   *
   * @param available the total number of vectors; ignores vectors added later
   * @param wanted at most {@code available}
   * @return components, vector after vector, scaled to length 1 under {@link
   *     dev.sutra.vector.Similarity#COSINE}
   */
  static float[] take(List<? extends VectorSource> sources, long available, int wanted, long seed) {
    int dimension = sources.getFirst().dimension();
    float[] sample = new float[Math.multiplyExact(wanted, dimension)];
    SplittableRandom random = new SplittableRandom(seed);
    int[] places = new int[wanted];
    for (int i = 0; i < wanted; i++) {
      places[i] = i;
    }
    for (int i = wanted - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int place = places[i];
      places[i] = places[other];
      places[other] = place;
    }
    // Knuth's algorithm S: a vector is taken with probability (still wanted) / (still left).
    long left = available;
    int taken = 0;
    for (VectorSource source : sources) {
      int size = (int) Math.min(source.size(), left);
      for (int ordinal = 0; ordinal < size; ordinal++) {
        if (random.nextLong(left) < wanted - taken) {
          source.copyScaled(ordinal, sample, places[taken++] * dimension);
        }
        left--;
      }
    }
    return sample;
  }
}

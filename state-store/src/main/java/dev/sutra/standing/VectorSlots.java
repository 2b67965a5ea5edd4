package dev.sutra.standing;

import static dev.sutra.vector.kernel.ByteKernel.STEP;

import dev.sutra.standing.StandingQuery.Near;
import dev.sutra.vector.Similarity;
import dev.sutra.vector.kernel.ByteKernels;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * The codes of some vector queries, and what bounds their scores.
 *
 * <p>One thread sets and clears slots while others read. A reader that meets a slot that is being
 * set may see parts of two queries, and then misses one that is not yet registered, or calls the
 * entry for an exact comparison in vain.
 */
final class VectorSlots {
  /** Slots of a block. */
  static final int COUNT = 256;

  // The facts of a slot, from its index times their number.
  private static final int SCALE = 0;
  private static final int LENGTH = 1;
  private static final int ERROR = 2;
  private static final int LEAST = 3;
  private static final int RESTS = 4;

  // Half the distance between 1 and the next float.
  private static final double ROUNDING = 0x1p-24;
  // Sums in double differ from true ones by less than this part of the summed lengths.
  private static final double DOUBLE_ROUNDING = 1e-9;
  // More than what products of floats lose by underflow, summed over all components.
  private static final double UNDERFLOW = 1e-36;

  private final Similarity similarity;
  private final double rounding;
  private final int bytes;
  private final int parts;
  private final int width;
  private final byte[] codes;
  private final double[] facts;
  private final AtomicReferenceArray<Entry> entries = new AtomicReferenceArray<>(COUNT);

  VectorSlots(int dimension, Similarity similarity) {
    this.similarity = similarity;
    // The error of a dot product and of two lengths (see VectorKernel), twice as much for safety.
    this.rounding = 4 * (dimension / 8.0 + 40) * ROUNDING;
    this.bytes = ScaledVector.paddedLength(dimension);
    this.parts = bytes / STEP;
    this.width = RESTS + parts;
    this.codes = new byte[COUNT * bytes];
    this.facts = new double[COUNT * width];
    Arrays.fill(facts, Double.POSITIVE_INFINITY);
  }

  void set(int slot, Entry entry, ScaledVector vector, Near query) {
    System.arraycopy(vector.codes, 0, codes, slot * bytes, bytes);
    int at = slot * width;
    facts[at + SCALE] = vector.scale;
    facts[at + LENGTH] = vector.length;
    facts[at + ERROR] = vector.error;
    System.arraycopy(vector.rests, 0, facts, at + RESTS, parts);
    facts[at + LEAST] = least(vector.length, query.minScore());
    entries.set(slot, entry);
  }

  void clear(int slot) {
    entries.set(slot, null);
    facts[slot * width + LEAST] = Double.POSITIVE_INFINITY;
  }

  /** Calls the action with each query that the event may match. */
  void match(EventVector event, Consumer<Entry> action) {
    double length = event.scaled.length;
    double halfSquare = similarity == Similarity.EUCLIDEAN ? length * length / 2 : 0;
    for (int slot = 0; slot < COUNT; slot++) {
      int at = slot * width;
      double least = facts[at + LEAST] + halfSquare;
      if (least != Double.POSITIVE_INFINITY && mayReach(event, slot, least)) {
        Entry entry = entries.get(slot);
        if (entry != null) {
          action.accept(entry);
        }
      }
    }
  }

  private boolean mayReach(EventVector event, int slot, double least) {
    int at = slot * width;
    ScaledVector other = event.scaled;
    double length = facts[at + LENGTH];
    double error = facts[at + ERROR];
    double slack =
        error * other.length
            + (length + error) * other.error
            + rounding * length * other.length
            + DOUBLE_ROUNDING * (length + other.length) * (length + other.length)
            + UNDERFLOW;
    double scale = facts[at + SCALE] * other.scale;
    long sum = 0;
    for (int part = 0; part < parts; part++) {
      int from = part * STEP;
      sum += ByteKernels.KERNEL.dot(codes, slot * bytes + from, event.codes, from, STEP);
      double rest = facts[at + RESTS + part] * other.rests[part];
      if (scale * sum + rest + slack < least) {
        return false;
      }
    }
    return true;
  }

  /**
   * The least dot product with which a computed score may reach the minimum; under Euclidean, half
   * of the event's squared length is still to be added, because d² = |q|² + |x|² − 2 q·x.
   */
  private double least(double length, float minScore) {
    return switch (similarity) {
      case COSINE -> minScore <= -1 ? Double.NEGATIVE_INFINITY : minScore;
      case DOT_PRODUCT -> minScore;
      case EUCLIDEAN -> {
        if (minScore <= 0) {
          yield Double.NEGATIVE_INFINITY;
        }
        double distance = ((1 / (double) minScore) * (1 + 4 * ROUNDING) - 1) * (1 + rounding);
        yield (length * length - distance) / 2;
      }
    };
  }
}

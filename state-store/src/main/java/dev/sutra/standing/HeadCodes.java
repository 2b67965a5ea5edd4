package dev.sutra.standing;

import dev.sutra.vector.kernel.GroupKernel;
import dev.sutra.vector.kernel.GroupKernels;
import java.util.Arrays;

/**
 * The projections of a group of queries on some {@link Directions}, interleaved, so that an event
 * is compared with all of them at once, part by part, until none can reach its minimum.
 *
 * <p>Set and read as {@link VectorSlots}.
 */
final class HeadCodes {
  private static final int GROUP = GroupKernel.GROUP;
  private static final int PARTS = Directions.COUNT / Directions.PART;

  private final byte[] codes = new byte[GROUP * Directions.COUNT];
  private final double[] scales = new double[GROUP];
  private final double[] rests = new double[GROUP * PARTS];
  private final double[] fixed = new double[GROUP];
  private final double[] perLength = new double[GROUP];
  private final double[] perError = new double[GROUP];

  HeadCodes() {
    Arrays.fill(fixed, Double.POSITIVE_INFINITY);
  }

  void set(int slot, ScaledVector head, Minimum minimum) {
    for (int i = 0; i < head.codes.length; i++) {
      codes[i * GROUP + slot] = head.codes[i];
    }
    for (int part = 0; part < PARTS; part++) {
      rests[part * GROUP + slot] = head.rests[part];
    }
    scales[slot] = head.scale;
    perLength[slot] = minimum.perLength();
    perError[slot] = minimum.perError();
    fixed[slot] = minimum.fixed();
  }

  void clear(int slot) {
    fixed[slot] = Double.POSITIVE_INFINITY;
  }

  /** The slots whose queries the event may match, as bits. */
  long candidates(EventHead event) {
    double[] limits = event.limits;
    int[] sums = event.sums;
    double length = event.scaled.length;
    double error = event.scaled.error;
    for (int slot = 0; slot < GROUP; slot++) {
      limits[slot] = fixed[slot] + event.fixed - perLength[slot] * length - perError[slot] * error;
    }
    Arrays.fill(sums, 0);
    long reaching = 0;
    for (int part = 0; part < PARTS; part++) {
      int from = part * Directions.PART;
      GroupKernels.KERNEL.addDots(codes, from * GROUP, event.codes, from, Directions.PART, sums);
      reaching =
          GroupKernels.KERNEL.reaching(
              sums,
              scales,
              event.scaled.scale,
              rests,
              part * GROUP,
              event.scaled.rests[part],
              limits);
      if (reaching == 0) {
        return 0;
      }
    }
    return reaching;
  }
}

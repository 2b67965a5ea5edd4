package dev.sutra.standing;

import static dev.sutra.vector.kernel.ByteKernel.STEP;

import dev.sutra.vector.kernel.ByteKernels;
import dev.sutra.vector.kernel.GroupKernel;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The codes of a group of vector queries, and what bounds their scores.
 *
 * <p>One thread sets and clears slots while others read. A reader that meets a slot that is being
 * set may see parts of two queries, and then misses one that is not yet registered, or calls the
 * entry for an exact comparison in vain.
 */
final class VectorSlots {
  /** Slots of a group. */
  static final int COUNT = GroupKernel.GROUP;

  // The facts of a slot, from its index times their number.
  private static final int SCALE = 0;
  private static final int FIXED = 1;
  private static final int PER_LENGTH = 2;
  private static final int PER_ERROR = 3;
  private static final int RESTS = 4;

  private final int bytes;
  private final int parts;
  private final int width;
  private final byte[] codes;
  private final double[] facts;
  private final AtomicReferenceArray<@Nullable Entry> entries = new AtomicReferenceArray<>(COUNT);

  VectorSlots(int dimension) {
    this.bytes = ScaledVector.paddedLength(dimension);
    this.parts = bytes / STEP;
    this.width = RESTS + parts;
    this.codes = new byte[COUNT * bytes];
    this.facts = new double[COUNT * width];
    for (int slot = 0; slot < COUNT; slot++) {
      facts[slot * width + FIXED] = Double.POSITIVE_INFINITY;
    }
  }

  void set(int slot, Entry entry, ScaledVector vector, Minimum minimum) {
    System.arraycopy(vector.codes, 0, codes, slot * bytes, bytes);
    int at = slot * width;
    facts[at + SCALE] = vector.scale;
    facts[at + PER_LENGTH] = minimum.perLength();
    facts[at + PER_ERROR] = minimum.perError();
    System.arraycopy(vector.rests, 0, facts, at + RESTS, parts);
    facts[at + FIXED] = minimum.fixed();
    entries.set(slot, entry);
  }

  void clear(int slot) {
    entries.set(slot, null);
    facts[slot * width + FIXED] = Double.POSITIVE_INFINITY;
  }

  /**
   * Calls the action with each query that the event may match.
   *
   * @param candidates the slots that are looked at, as bits
   */
  void match(EventVector event, long candidates, Consumer<Entry> action) {
    for (long left = candidates; left != 0; left &= left - 1) {
      int slot = Long.numberOfTrailingZeros(left);
      if (mayReach(event, slot)) {
        Entry entry = entries.get(slot);
        if (entry != null) {
          action.accept(entry);
        }
      }
    }
  }

  private boolean mayReach(EventVector event, int slot) {
    int at = slot * width;
    ScaledVector other = event.scaled;
    double limit =
        facts[at + FIXED]
            + event.fixed
            - facts[at + PER_LENGTH] * other.length
            - facts[at + PER_ERROR] * other.error;
    if (limit == Double.POSITIVE_INFINITY) {
      return false;
    }
    double scale = facts[at + SCALE] * other.scale;
    long sum = 0;
    for (int part = 0; part < parts; part++) {
      int from = part * STEP;
      sum += ByteKernels.KERNEL.dot(codes, slot * bytes + from, event.codes, from, STEP);
      if (scale * sum + facts[at + RESTS + part] * other.rests[part] < limit) {
        return false;
      }
    }
    return true;
  }
}

package dev.sutra.standing;

import dev.sutra.vector.Similarity;
import dev.sutra.vector.kernel.GroupKernel;

/** The projection of an event's vector, and room for the sums and limits of a group. */
final class EventHead {
  final ScaledVector scaled;
  final short[] codes;
  final double fixed;
  final int[] sums = new int[GroupKernel.GROUP];
  final double[] limits = new double[GroupKernel.GROUP];

  EventHead(ScaledVector scaled, Similarity similarity) {
    this.scaled = scaled;
    this.codes = scaled.wideCodes();
    this.fixed = Minimum.ofEvent(scaled, similarity);
  }
}

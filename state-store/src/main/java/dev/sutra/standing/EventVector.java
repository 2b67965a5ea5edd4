package dev.sutra.standing;

import dev.sutra.vector.Similarity;

/** The vector of an event, with codes as the kernel reads them. */
final class EventVector {
  final ScaledVector scaled;
  final short[] codes;
  final double fixed;

  EventVector(float[] vector, Similarity similarity) {
    scaled = ScaledVector.of(vector, similarity);
    codes = scaled.wideCodes();
    fixed = Minimum.ofEvent(scaled, similarity);
  }
}

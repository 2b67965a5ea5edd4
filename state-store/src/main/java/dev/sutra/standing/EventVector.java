package dev.sutra.standing;

import dev.sutra.vector.Similarity;

/** The vector of an event, with codes as the kernel reads them. */
final class EventVector {
  final ScaledVector scaled;
  final short[] codes;

  EventVector(float[] vector, Similarity similarity) {
    scaled = new ScaledVector(vector, similarity);
    codes = new short[scaled.codes.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = scaled.codes[i];
    }
  }
}

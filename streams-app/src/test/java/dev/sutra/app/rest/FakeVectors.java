package dev.sutra.app.rest;

import dev.sutra.record.Concept;
import org.jspecify.annotations.Nullable;

/** The vectors of {@link FakeConceptService}. */
final class FakeVectors {
  static final int DIMENSION = 2;

  private FakeVectors() {}

  static float[] of(Concept concept) {
    if (concept.vector() == null) {
      throw new IllegalArgumentException("the concept has no vector");
    }
    return concept.vector();
  }

  static float[] checked(float @Nullable [] vector) {
    if (vector == null || vector.length != DIMENSION) {
      throw new IllegalArgumentException("vector does not have " + DIMENSION + " components");
    }
    if (vector[0] == 0 && vector[1] == 0) {
      throw new IllegalArgumentException("vector is zero, which has no direction");
    }
    return vector;
  }

  static float cosine(float[] a, float[] b) {
    double dot = a[0] * b[0] + a[1] * b[1];
    return (float) (dot / Math.hypot(a[0], a[1]) / Math.hypot(b[0], b[1]));
  }
}

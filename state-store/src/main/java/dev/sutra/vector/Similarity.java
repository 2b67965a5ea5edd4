package dev.sutra.vector;

public enum Similarity {
  COSINE,
  DOT_PRODUCT,
  EUCLIDEAN
}

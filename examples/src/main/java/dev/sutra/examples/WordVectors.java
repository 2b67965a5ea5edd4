package dev.sutra.examples;

import java.util.Locale;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of texts by the words in them (feature hashing). They stand in for an embedding model, so
 * that the examples need none: texts that share words are near, synonyms are not.
 */
final class WordVectors {
  /** The length of the vectors, which the stores are built with. */
  static final int DIMENSION = 384;

  private static final int MIX = 0x9E3779B9;

  private WordVectors() {}

  /** The vector of a text, or null if it has no words: there is nothing to compare it by. */
  static float @Nullable [] of(String text) {
    StringTokenizer words = new StringTokenizer(text.toLowerCase(Locale.ROOT), " \t\r\n.,;:!?\"()");
    if (!words.hasMoreTokens()) {
      return null;
    }
    float[] vector = new float[DIMENSION];
    while (words.hasMoreTokens()) {
      int hash = words.nextToken().hashCode() * MIX;
      vector[Integer.remainderUnsigned(hash, DIMENSION)] += 1;
    }
    return vector;
  }
}

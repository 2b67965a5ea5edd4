package dev.sutra.bench.text;

import java.util.List;
import java.util.Locale;

/**
 * How far two engines answer alike. Lucene keeps the length of a text in one byte, which is exact
 * up to 40 tokens and rounded down above, so longer texts score a little higher there; and it adds
 * scores as doubles but returns floats, so that near ties may be broken differently.
 */
final class Agreement {
  private static final double TOLERANCE = 1e-5;

  private int queries;
  private int sameHits;
  private int sameScores;

  void add(List<ScoredText> sutra, List<ScoredText> peer) {
    queries++;
    if (documents(sutra).equals(documents(peer))) {
      sameHits++;
    }
    if (sameScores(sutra, peer)) {
      sameScores++;
    }
  }

  private static List<Integer> documents(List<ScoredText> found) {
    return found.stream().map(ScoredText::document).toList();
  }

  private static boolean sameScores(List<ScoredText> found, List<ScoredText> others) {
    if (found.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < found.size(); i++) {
      double other = others.get(i).score();
      if (Math.abs(found.get(i).score() - other) > TOLERANCE * other) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "of %,d queries, %,d with the same hits in the same order, %,d with the same scores",
        queries,
        sameHits,
        sameScores);
  }
}

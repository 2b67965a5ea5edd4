package dev.sutra.vector;

import dev.sutra.record.DocumentOrder;
import java.util.BitSet;
import java.util.List;

/** The true nearest vectors, found by scoring every one. */
public final class ExactSearch {
  static final int BLOCK_VECTORS = 64;

  /** If fewer than one of so many vectors are wanted, only these are scored. */
  private static final int SPARSE = 4;

  private ExactSearch() {}

  /**
   * The best {@code k} live documents that pass their filter; fewer if there are fewer.
   *
   * <p>The result does not depend on how the vectors are spread over the sources. Vectors added
   * while the search runs may be missed.
   *
   * @param k how many, 1 or more
   * @param minScore the lowest score wanted; {@link Float#NEGATIVE_INFINITY} for all
   * @param tieBreaker decides between equal scores
   * @return hits, best first
   * @throws IllegalArgumentException if {@code k} is below 1, {@code minScore} is NaN, or the query
   *     is not valid or does not fit the sources
   */
  public static List<ScoredDocument> search(
      List<VectorView> views,
      float[] query,
      Similarity similarity,
      int k,
      float minScore,
      DocumentOrder tieBreaker) {
    checkLimits(k, minScore);
    VectorQuery prepared = VectorQuery.of(query, similarity);
    long vectors = 0;
    for (VectorView view : views) {
      prepared.checkFits(view.source());
      vectors += view.source().size();
    }
    if (vectors == 0) {
      return List.of();
    }
    TopK best = new TopK((int) Math.min(k, vectors), minScore, tieBreaker);
    SearchScratch scratch = SearchScratch.borrow();
    try {
      for (int i = 0; i < views.size(); i++) {
        scan(views.get(i), i, prepared, scratch, best);
      }
    } finally {
      scratch.giveBack();
    }
    return best.drain();
  }

  static void checkLimits(int k, float minScore) {
    if (k < 1) {
      throw new IllegalArgumentException("k is " + k + "; 1 or more is needed");
    }
    if (Float.isNaN(minScore)) {
      throw new IllegalArgumentException("minScore is NaN");
    }
  }

  /**
   * Offers every wanted vector of a source.
   *
   * @return how many vectors were scored
   */
  static int scan(
      VectorView view, int sourceIndex, VectorQuery query, SearchScratch scratch, TopK best) {
    BitSet ordinals = view.ordinals();
    if (ordinals != null && ordinals.cardinality() < view.source().size() / SPARSE) {
      return scanSelected(view, ordinals, sourceIndex, query, scratch.batch, best);
    }
    VectorSource source = view.source();
    float[] scores = scratch.exactScores;
    int size = source.size();
    for (int first = 0; first < size; first += BLOCK_VECTORS) {
      int count = Math.min(BLOCK_VECTORS, size - first);
      source.scores(query, first, count, scores);
      float threshold = best.threshold();
      for (int i = 0; i < count; i++) {
        if (scores[i] >= threshold && view.isWanted(first + i)) {
          best.offer(sourceIndex, source.documentOf(first + i), scores[i]);
          threshold = best.threshold();
        }
      }
    }
    return size;
  }

  private static int scanSelected(
      VectorView view,
      BitSet ordinals,
      int sourceIndex,
      VectorQuery query,
      VectorBatch batch,
      TopK best) {
    int count = 0;
    int ordinal = ordinals.nextSetBit(0);
    while (ordinal >= 0) {
      batch.clear();
      while (ordinal >= 0 && batch.size() < VectorBatch.ROOM) {
        view.source().addTo(batch, ordinal);
        ordinal = ordinals.nextSetBit(ordinal + 1);
      }
      batch.score(query);
      for (int i = 0; i < batch.size(); i++) {
        if (batch.score(i) >= best.threshold() && view.isWanted(batch.ordinal(i))) {
          int document = view.source().documentOf(batch.ordinal(i));
          best.offer(sourceIndex, document, batch.score(i));
        }
      }
      count += batch.size();
    }
    return count;
  }
}

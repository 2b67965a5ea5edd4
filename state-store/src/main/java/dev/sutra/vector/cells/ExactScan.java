package dev.sutra.vector.cells;

import dev.sutra.vector.TopK;
import dev.sutra.vector.VectorBatch;
import dev.sutra.vector.VectorQuery;
import dev.sutra.vector.VectorSource;
import dev.sutra.vector.VectorView;
import java.util.BitSet;

/** Scores the vectors of a source exactly, without their codes. */
final class ExactScan {
  /** A selection of less than one vector in four is scored one by one. */
  private static final int SPARSE = 4;

  private ExactScan() {}

  /**
   * Scores the vectors of a source and adds the wanted ones to the best.
   *
   * @return number of vectors scored
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
    for (int first = 0; first < size; first += SearchScratch.EXACT_BLOCK) {
      int count = Math.min(SearchScratch.EXACT_BLOCK, size - first);
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

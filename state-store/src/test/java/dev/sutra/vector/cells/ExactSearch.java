package dev.sutra.vector.cells;

import dev.sutra.record.DocumentOrder;
import dev.sutra.vector.ScoredDocument;
import dev.sutra.vector.Similarity;
import dev.sutra.vector.VectorView;
import java.util.List;

/** The true nearest vectors: a search of views without codes compares every vector. */
final class ExactSearch {
  private ExactSearch() {}

  static List<ScoredDocument> search(
      List<VectorView> views,
      float[] query,
      Similarity similarity,
      int k,
      float minScore,
      DocumentOrder tieBreaker) {
    List<CellView> uncoded = views.stream().map(view -> new CellView(view, null)).toList();
    SearchEffort effort = SearchEffort.ofRecall(1);
    return ApproximateSearch.search(uncoded, query, similarity, k, minScore, effort, tieBreaker)
        .hits();
  }
}

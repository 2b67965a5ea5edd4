package dev.sutra.vector.cells;

import dev.sutra.vector.Similarity;
import dev.sutra.vector.TopK;
import dev.sutra.vector.VectorBatch;
import dev.sutra.vector.VectorQuery;
import dev.sutra.vector.VectorSource;
import java.util.List;

/**
 * The second half of an approximate search: candidates, which are compared exactly, best estimate
 * first, until none that is left may be among the best. A vector that lies in two of the cells is
 * compared once. Not thread-safe.
 */
final class Reranking {
  private static final int CANDIDATES_MIN = 1024;

  /** So many candidates before the first are compared, for each one wanted. */
  private static final int HEAD_START = 3;

  /** So many are compared before the threshold is raised; with more, more would be in vain. */
  private static final int COMPARED_TOGETHER = 8;

  private final VectorQuery query;
  private final List<CellView> views;
  private final int k;
  private final TopK best;
  private final Candidates candidates;
  private final ComparedVectors comparedVectors;
  private final int[] sources;
  private final int[] documents;
  private final VectorBatch batch;
  // So many candidates are compared before more are put aside.
  private final int candidatesMax;
  private final float squaredLength;
  private float threshold;
  private long compared;
  // Of the vectors that were tested, how many are live and pass the filter.
  private long tested;
  private long wanted;

  /**
   * Begins without candidates.
   *
   * @param best what has been found otherwise, and gets the best of the candidates
   * @param k how many {@code best} has room for
   */
  Reranking(VectorQuery query, List<CellView> views, int k, TopK best, SearchScratch scratch) {
    this.query = query;
    this.views = views;
    this.k = k;
    this.best = best;
    this.candidates = scratch.candidates;
    this.comparedVectors = scratch.comparedVectors;
    this.sources = scratch.batchSources;
    this.documents = scratch.batchDocuments;
    this.batch = scratch.batch;
    this.candidatesMax = Math.max(CANDIDATES_MIN, 2 * HEAD_START * k);
    this.squaredLength = query.squaredLength();
    this.threshold = bound(best.threshold());
  }

  /** Estimates below it are of no use any more. */
  float threshold() {
    return threshold;
  }

  /** How many vectors have been compared. */
  long compared() {
    return compared;
  }

  /** How many vectors there are for one that is live and passes the filter, as far as is known. */
  double thinning() {
    if (wanted == tested) {
      return 1;
    }
    return wanted == 0 ? Double.MAX_VALUE : (double) tested / wanted;
  }

  /**
   * Puts vectors of a block aside.
   *
   * @param first the block's first place
   * @param mask a bit for each place
   * @param estimates of the block
   */
  void putAside(int source, CellsSection section, int first, int mask, float[] estimates) {
    // Most are never compared, so what is mostly wanted is tested only then.
    boolean testNow = wanted < tested / 2 || views.get(source).view().ordinals() != null;
    for (int rest = mask; rest != 0; rest &= rest - 1) {
      int lane = Integer.numberOfTrailingZeros(rest);
      int ordinal = section.ordinal(first + lane);
      if (!testNow || isWanted(source, ordinal)) {
        candidates.add(source, ordinal, estimates[lane]);
      }
    }
    if (candidates.left() > candidatesMax) {
      compareAll();
    }
  }

  private boolean isWanted(int source, int ordinal) {
    boolean passes = views.get(source).view().isWanted(ordinal);
    tested++;
    if (passes) {
      wanted++;
    }
    return passes;
  }

  /**
   * Compares the first candidates when there are enough of them, until there are k hits, so that
   * others can be left out from now on.
   */
  void compareFirst() {
    if (threshold > Float.NEGATIVE_INFINITY || candidates.left() < HEAD_START * k) {
      return;
    }
    boolean mayBeMore = true;
    while (mayBeMore && best.size() < k) {
      mayBeMore = compareNext(Math.min(k - best.size(), VectorBatch.ROOM));
    }
    threshold = bound(best.threshold());
  }

  /** Compares all candidates that may be among the best. */
  void compareAll() {
    boolean mayBeMore = true;
    while (mayBeMore) {
      mayBeMore = compareNext(COMPARED_TOGETHER);
      threshold = bound(best.threshold());
    }
    candidates.clear();
  }

  /**
   * Compares the best candidates that are left.
   *
   * @param most how many at most
   * @return whether there may be more that reach the threshold
   */
  private boolean compareNext(int most) {
    batch.clear();
    int place = candidates.takeBest(threshold);
    while (place != Candidates.NONE) {
      int source = candidates.source(place);
      int ordinal = candidates.ordinal(place);
      if (comparedVectors.add(source, ordinal) && isWanted(source, ordinal)) {
        VectorSource vectors = views.get(source).view().source();
        // Now, so that this memory is waited for together with that of the vectors.
        documents[batch.size()] = vectors.documentOf(ordinal);
        sources[batch.size()] = source;
        vectors.addTo(batch, ordinal);
      }
      if (batch.size() == most) {
        break;
      }
      place = candidates.takeBest(threshold);
    }
    batch.score(query);
    for (int i = 0; i < batch.size(); i++) {
      best.offer(sources[i], documents[i], batch.score(i));
    }
    compared += batch.size();
    return place != Candidates.NONE;
  }

  /** What the estimate for a vector of a score would be without error. */
  private float bound(float score) {
    if (query.similarity() != Similarity.EUCLIDEAN) {
      return score;
    }
    if (!(score > 0)) {
      return Float.NEGATIVE_INFINITY;
    }
    return (squaredLength - (1 / score - 1)) / 2;
  }
}

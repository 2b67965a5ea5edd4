package dev.sutra.vector.cells;

import dev.sutra.vector.Similarity;
import dev.sutra.vector.TopK;
import dev.sutra.vector.VectorBatch;
import dev.sutra.vector.VectorQuery;
import dev.sutra.vector.VectorSource;
import java.util.List;

/**
 * The second phase of an approximate search: compares candidates exactly, best estimate first,
 * until no candidate left can be among the best. A vector stored in two cells is compared once. Not
 * thread-safe.
 */
final class Reranking {
  private static final int CANDIDATES_MIN = 1024;

  /** The first candidates are compared once there are this many per wanted hit. */
  private static final int HEAD_START = 3;

  /**
   * Number of candidates compared before the threshold is raised. With a larger number, more
   * comparisons are wasted.
   */
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
  // At this number of candidates, all are compared.
  private final int candidatesMax;
  private final float squaredLength;
  private float threshold;
  private long compared;
  // The number of vectors tested, and how many of them are live and pass the filter.
  private long tested;
  private long wanted;

  /**
   * Creates a reranking without candidates.
   *
   * @param best the hits found so far; gets the best candidates
   * @param k the capacity of {@code best}
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

  /** Vectors with estimates below it cannot be among the best. */
  float threshold() {
    return threshold;
  }

  /** The number of vectors compared. */
  long compared() {
    return compared;
  }

  /** The observed ratio of vectors to vectors that are live and pass the filter. */
  double thinning() {
    if (wanted == tested) {
      return 1;
    }
    return wanted == 0 ? Double.MAX_VALUE : (double) tested / wanted;
  }

  /**
   * Adds vectors of a block as candidates.
   *
   * @param first the block's first place
   * @param mask bit mask of the places
   * @param estimates of the block
   */
  void addCandidates(int source, CellsSection section, int first, int mask, float[] estimates) {
    // Most candidates are never compared. If most pass the filter, they are tested only when
    // compared.
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
   * Compares the first candidates once there are enough, until there are k hits. From then on the
   * threshold excludes others.
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
   * Compares the best candidates left.
   *
   * @param most maximum number
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
        // Read here, so that this cache miss overlaps with those of the vectors.
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

  /** The estimate, if it had no error, of a vector with a score. */
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

package dev.sutra.vector;

import dev.sutra.record.DocumentOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nearest vectors, found by their codes and compared exactly.
 *
 * <p>The cells are searched from the one nearest to the query on. In each, the scores of all
 * vectors are estimated, and those that may be among the best, given what estimates err by, are put
 * aside; when many are, or at the end, they are compared exactly, best estimate first, until none
 * that is left may be among the best.
 */
public final class ApproximateSearch {
  private static final int CANDIDATES_MIN = 1024;

  /** So many candidates before the first are compared, for each one wanted. */
  private static final int HEAD_START = 3;

  /** So few wanted vectors of a source, or such a share of all, are compared without codes. */
  private static final int THIN_MIN = 512;

  private static final int THIN_SHARE = 100;

  private final VectorQuery query;
  private final List<CellView> views;
  // Those of the views that are searched by their codes; null for the others.
  private final @Nullable CellsSection[] sections;
  private final SearchEffort effort;
  private final int k;
  private final TopK best;
  private final CellQuery cellQuery;
  private final Candidates candidates;
  private final short[] sums;
  private final float[] estimates;
  // So many candidates are compared before more are put aside.
  private final int candidatesMax;
  private final float squaredLength;
  private float threshold;
  private int cells;
  private long scanned;
  private long compared;
  // Of the documents that were tested, how many are live and pass the filter.
  private long tested;
  private long wanted;

  private ApproximateSearch(
      VectorQuery query,
      List<CellView> views,
      SearchEffort effort,
      int k,
      float minScore,
      DocumentOrder tieBreaker,
      SearchScratch scratch) {
    this.query = query;
    this.views = views;
    this.sections = new CellsSection[views.size()];
    this.effort = effort;
    this.k = k;
    this.squaredLength = query.squaredLength();
    this.best = new TopK(k, minScore, tieBreaker);
    this.cellQuery = scratch.query;
    this.candidates = scratch.candidates;
    this.sums = scratch.sums;
    this.estimates = scratch.estimates;
    this.candidatesMax = Math.max(CANDIDATES_MIN, 2 * HEAD_START * k);
  }

  /**
   * The best {@code k} live documents that pass their filter; fewer only if there are fewer.
   * Sources without codes are scanned exactly.
   *
   * @param k how many, 1 or more
   * @param minScore the lowest score wanted; {@link Float#NEGATIVE_INFINITY} for all
   * @param tieBreaker decides between equal scores
   * @throws IllegalArgumentException if {@code k} is below 1, {@code minScore} is NaN, or the query
   *     is not valid or does not fit the sources
   */
  public static ApproximateHits search(
      List<CellView> views,
      float[] query,
      Similarity similarity,
      int k,
      float minScore,
      SearchEffort effort,
      DocumentOrder tieBreaker) {
    ExactSearch.checkLimits(k, minScore);
    VectorQuery prepared = VectorQuery.of(query, similarity);
    long vectors = 0;
    for (CellView view : views) {
      prepared.checkFits(view.view().source());
      vectors += view.view().source().size();
    }
    if (vectors == 0) {
      return new ApproximateHits(List.of(), true, 0, 0, 0);
    }
    int kept = (int) Math.min(k, vectors);
    SearchScratch scratch = SearchScratch.borrow();
    try {
      return new ApproximateSearch(prepared, views, effort, kept, minScore, tieBreaker, scratch)
          .run();
    } finally {
      scratch.giveBack();
    }
  }

  private ApproximateHits run() {
    List<CellCodebook> codebooks = new ArrayList<>();
    float[] scores = new float[ExactSearch.BLOCK_VECTORS];
    for (int i = 0; i < sections.length; i++) {
      VectorView view = views.get(i).view();
      CellsSection section = views.get(i).cells();
      if (section == null || isThin(view)) {
        compared += ExactSearch.scan(view, i, query, scores, best);
      } else {
        sections[i] = section;
        if (!codebooks.contains(section.codebook())) {
          codebooks.add(section.codebook());
        }
      }
    }
    float[] scaled = query.scaled();
    for (CellCodebook codebook : codebooks) {
      cellQuery.prepare(codebook, scaled, effort.cellsOf(codebook));
      searchCells(codebook);
    }
    return new ApproximateHits(best.drain(), codebooks.isEmpty(), cells, scanned, compared);
  }

  /** Whether so few vectors are wanted that all of these are as quickly compared. */
  private static boolean isThin(VectorView view) {
    BitSet ordinals = view.ordinals();
    return ordinals != null
        && ordinals.cardinality() <= Math.max(THIN_MIN, view.source().size() / THIN_SHARE);
  }

  private void searchCells(CellCodebook codebook) {
    int enough = effort.cellsOf(codebook);
    boolean widened = false;
    threshold = bound(best.threshold());
    for (int rank = 0; rank < codebook.cells(); rank++) {
      if (rank >= enough && !widened) {
        enough = widen(enough, codebook.cells());
        widened = true;
      }
      if (rank >= enough) {
        compareCandidates();
        if (best.size() >= k) {
          break;
        }
      }
      int cell = cellQuery.cell(rank);
      float base = cellQuery.dot(cell) + cellQuery.slack(cell, effort.deviations());
      for (int i = 0; i < sections.length; i++) {
        CellsSection section = sections[i];
        if (section != null && section.codebook() == codebook) {
          scan(i, section, cell, base);
        }
      }
      cells++;
      if (threshold == Float.NEGATIVE_INFINITY && candidates.size() >= HEAD_START * k) {
        compareBest();
      }
    }
    compareCandidates();
  }

  /**
   * How many cells are enough with a filter: what passes is thinner, and so its nearest are
   * farther. That k pass is seen to later.
   */
  private int widen(int enough, int all) {
    if (wanted == tested) {
      return enough;
    }
    double thinning = wanted == 0 ? Double.MAX_VALUE : (double) tested / wanted;
    return (int) Math.min(all, enough * Math.sqrt(thinning));
  }

  private void scan(int source, CellsSection section, int cell, float base) {
    int from = section.start(cell);
    int to = section.start(cell + 1);
    if (from == to) {
      return;
    }
    section.verifyBlocks(from, to);
    int parts = section.codebook().quantizers().parts();
    long factors = CodeBlock.factors(parts);
    int lastBlock = (to - 1) / CodeKernel.BLOCK;
    for (int block = from / CodeKernel.BLOCK; block <= lastBlock; block++) {
      long offset = section.blockOffset(block);
      CodeKernels.KERNEL.sums(section.memory(), offset, cellQuery.tables(), parts, sums);
      int mask =
          CodeKernels.KERNEL.estimates(
              sums,
              section.memory(),
              offset + factors,
              cellQuery.scale(),
              cellQuery.shift(),
              base,
              threshold,
              estimates);
      int first = block * CodeKernel.BLOCK;
      mask &= lanes(from - first, to - first);
      if (mask != 0) {
        putAside(source, section, first, mask);
      }
    }
    scanned += to - from;
  }

  /** A bit for each lane of a block from one on and before another. */
  private static int lanes(int from, int to) {
    int upper = to >= CodeKernel.BLOCK ? -1 : (1 << to) - 1;
    return from <= 0 ? upper : upper & (-1 << from);
  }

  private void putAside(int source, CellsSection section, int first, int mask) {
    // Most are never compared, so what is mostly wanted is tested only then.
    boolean testNow = wanted < tested / 2 || views.get(source).view().ordinals() != null;
    for (int rest = mask; rest != 0; rest &= rest - 1) {
      int lane = Integer.numberOfTrailingZeros(rest);
      int ordinal = section.ordinal(first + lane);
      if (!testNow || isWanted(source, ordinal)) {
        candidates.add(source, ordinal, estimates[lane]);
      }
    }
    if (candidates.size() > candidatesMax) {
      compareCandidates();
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

  /** Compares candidates until there are k hits, so that others can be left out from now on. */
  private void compareBest() {
    int ranked = candidates.rank(threshold, k);
    int done = 0;
    while (done < ranked && best.size() < k) {
      compare(candidates.at(done++));
    }
    threshold = bound(best.threshold());
    candidates.dropBest(done, threshold);
  }

  private void compareCandidates() {
    int ranked = candidates.rank(threshold, 2 * k);
    for (int rank = 0; rank < ranked; rank++) {
      int place = candidates.at(rank);
      if (candidates.bound(place) < threshold) {
        break;
      }
      compare(place);
      threshold = bound(best.threshold());
    }
    candidates.clear();
  }

  private void compare(int candidate) {
    int source = candidates.source(candidate);
    int ordinal = candidates.ordinal(candidate);
    if (isWanted(source, ordinal)) {
      VectorSource vectors = views.get(source).view().source();
      best.offer(source, vectors.documentOf(ordinal), vectors.score(query, ordinal));
      compared++;
    }
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

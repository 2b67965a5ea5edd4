package dev.sutra.vector.cells;

import dev.sutra.record.DocumentOrder;
import dev.sutra.vector.Similarity;
import dev.sutra.vector.TopK;
import dev.sutra.vector.VectorQuery;
import dev.sutra.vector.VectorView;
import dev.sutra.vector.kernel.CodeKernel;
import dev.sutra.vector.kernel.CodeKernels;
import dev.sutra.vector.quantization.CellCodebook;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Approximate search for the nearest vectors: finds candidates by their codes and compares them
 * exactly.
 *
 * <p>Cells are searched in the order of their distance to the query. In each cell, the scores of
 * all vectors are estimated. Vectors that may be among the best, given the error of estimates,
 * become candidates; {@link Reranking} compares them exactly.
 */
public final class ApproximateSearch {
  /** A selection of at most this many vectors of a source is compared without codes. */
  private static final int THIN_MIN = 512;

  /** An exact comparison of a selected vector costs about as much as so many estimates. */
  private static final int COMPARISON_COST = 16;

  /** Number of blocks that are prefetched together. With 96 parts they fit in the L1 cache. */
  private static final int TOUCHED_BLOCKS = 16;

  private final VectorQuery query;
  private final List<CellView> views;
  // The cells of the views that are searched by their codes; null for the others.
  private final @Nullable CellsSection[] sections;
  private final SearchEffort effort;
  private final int k;
  private final TopK best;
  private final CellQuery cellQuery;
  private final SearchScratch scratch;
  private int cells;
  private long scanned;

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
    this.best = new TopK(k, minScore, tieBreaker);
    this.cellQuery = scratch.query;
    this.scratch = scratch;
  }

  /**
   * Finds the best {@code k} live documents that pass their filter; fewer only if fewer exist.
   * Sources without codes are scanned exactly.
   *
   * @param k number of documents, 1 or more
   * @param minScore minimum score; {@link Float#NEGATIVE_INFINITY} for all
   * @param tieBreaker orders documents of equal scores
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
    VectorQuery.checkLimits(k, minScore);
    VectorQuery prepared = VectorQuery.of(query, similarity);
    long vectors = 0;
    for (CellView view : views) {
      view.view().source().checkFits(prepared);
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
    long compared = 0;
    for (int i = 0; i < sections.length; i++) {
      VectorView view = views.get(i).view();
      CellsSection section = views.get(i).cells();
      if (section == null || isThin(view, section)) {
        compared += ExactScan.scan(view, i, query, scratch, best);
      } else {
        sections[i] = section;
        if (!codebooks.contains(section.codebook())) {
          codebooks.add(section.codebook());
        }
      }
    }
    Reranking reranking = new Reranking(query, views, k, best, scratch);
    float[] scaled = scratch.vector(query.dimension());
    query.copyScaled(scaled);
    for (CellCodebook codebook : codebooks) {
      cellQuery.prepare(codebook, scaled, effort.cellsOf(codebook));
      searchCells(codebook, reranking);
    }
    compared += reranking.compared();
    return new ApproximateHits(best.drain(), codebooks.isEmpty(), cells, scanned, compared);
  }

  /** Whether the selection is so small that comparing all of it exactly is as fast. */
  private boolean isThin(VectorView view, CellsSection section) {
    BitSet ordinals = view.ordinals();
    if (ordinals == null) {
      return false;
    }
    int selected = ordinals.cardinality();
    if (selected <= THIN_MIN) {
      return true;
    }
    CellCodebook codebook = section.codebook();
    double thinning = (double) view.source().size() / selected;
    double share =
        (double) widened(effort.cellsOf(codebook), thinning, codebook) / codebook.cells();
    return (double) selected * COMPARISON_COST <= share * section.start(codebook.cells());
  }

  /**
   * The number of cells to search with a filter: what passes is sparser, so the nearest are farther
   * away. The cube root of the sparsity kept the recall to within .003 with one concept in two to
   * one in 50, with embedded texts and with random vectors.
   */
  private static int widened(int cells, double thinning, CellCodebook codebook) {
    return (int) Math.min(codebook.cells(), cells * Math.cbrt(thinning));
  }

  private void searchCells(CellCodebook codebook, Reranking reranking) {
    int enough = effort.cellsOf(codebook);
    boolean widened = false;
    for (int rank = 0; rank < codebook.cells(); rank++) {
      if (rank >= enough && !widened) {
        enough = widened(enough, reranking.thinning(), codebook);
        widened = true;
      }
      if (rank >= enough) {
        reranking.compareAll();
        if (best.size() >= k) {
          break;
        }
      }
      int cell = cellQuery.nextCell();
      float base = cellQuery.dot(cell) + cellQuery.slack(cell, effort.deviations());
      for (int i = 0; i < sections.length; i++) {
        CellsSection section = sections[i];
        if (section != null && section.codebook() == codebook) {
          scan(i, section, cell, base, reranking);
        }
      }
      cells++;
      reranking.compareFirst();
    }
    reranking.compareAll();
  }

  private void scan(int source, CellsSection section, int cell, float base, Reranking reranking) {
    int from = section.start(cell);
    int to = section.start(cell + 1);
    if (from == to) {
      return;
    }
    section.verifyBlocks(from, to);
    int parts = section.codebook().parts();
    long factors = CellsFormat.factors(parts);
    int firstBlock = from / CodeKernel.BLOCK;
    int endBlock = (to - 1) / CodeKernel.BLOCK + 1;
    for (int block = firstBlock; block < endBlock; block++) {
      if ((block - firstBlock) % TOUCHED_BLOCKS == 0) {
        scratch.touched += section.touch(block, Math.min(block + TOUCHED_BLOCKS, endBlock));
      }
      long offset = section.blockOffset(block);
      CodeKernels.KERNEL.sums(section.memory(), offset, cellQuery.tables(), parts, scratch.sums);
      int mask =
          CodeKernels.KERNEL.estimates(
              scratch.sums,
              section.memory(),
              offset + factors,
              cellQuery.scale(),
              cellQuery.shift(),
              base,
              reranking.threshold(),
              scratch.estimates);
      int first = block * CodeKernel.BLOCK;
      mask &= lanes(from - first, to - first);
      if (mask != 0) {
        reranking.addCandidates(source, section, first, mask, scratch.estimates);
      }
    }
    scanned += to - from;
  }

  /** A bit mask of the lanes {@code from} (inclusive) to {@code to} (exclusive) of a block. */
  private static int lanes(int from, int to) {
    int upper = to >= CodeKernel.BLOCK ? -1 : (1 << to) - 1;
    return from <= 0 ? upper : upper & (-1 << from);
  }
}

package dev.sutra.vector.cells;

import dev.sutra.io.Lending;
import dev.sutra.vector.VectorBatch;
import dev.sutra.vector.kernel.CodeKernel;

/**
 * Working memory of an approximate search, reused by later searches, so that a search allocates
 * only its result. Used by one search at a time.
 */
final class SearchScratch {
  /** Vectors that are scored together by an exact scan. */
  static final int EXACT_BLOCK = 64;

  private static final Lending<SearchScratch> LENDING = new Lending<>(SearchScratch::new);

  final CellQuery query = new CellQuery();
  final Candidates candidates = new Candidates();
  final ComparedVectors comparedVectors = new ComparedVectors();
  final short[] sums = new short[CodeKernel.BLOCK];
  final float[] estimates = new float[CodeKernel.BLOCK];
  final int[] batchSources = new int[VectorBatch.ROOM];
  final int[] batchDocuments = new int[VectorBatch.ROOM];
  final VectorBatch batch = new VectorBatch();
  final float[] exactScores = new float[EXACT_BLOCK];

  /** See {@link CellsSection#touch}. */
  int touched;

  private float[] vector = {};

  private SearchScratch() {}

  /** Borrows an instance. {@link #giveBack Give it back} when the search has ended. */
  static SearchScratch borrow() {
    return LENDING.borrow();
  }

  /** An array for a vector. */
  float[] vector(int dimension) {
    if (vector.length != dimension) {
      vector = new float[dimension];
    }
    return vector;
  }

  void giveBack() {
    candidates.clear();
    comparedVectors.clear();
    batch.release();
    LENDING.giveBack(this);
  }
}

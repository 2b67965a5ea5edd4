package dev.sutra.vector;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What an approximate search writes to on its way. Kept from one search to the next, so that a
 * search takes new memory for its answer only. For one search at a time.
 */
final class SearchScratch {
  /** A search that finds its place taken makes its own scratch. */
  private static final int KEPT = Integer.highestOneBit(4 * processors() - 1);

  private static final AtomicReferenceArray<SearchScratch> POOL = new AtomicReferenceArray<>(KEPT);

  final CellQuery query = new CellQuery();
  final Candidates candidates = new Candidates();
  final short[] sums = new short[CodeKernel.BLOCK];
  final float[] estimates = new float[CodeKernel.BLOCK];

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** Takes one that is free, or a new one. */
  static SearchScratch take() {
    SearchScratch scratch = POOL.getAndSet(place(), null);
    return scratch == null ? new SearchScratch() : scratch;
  }

  /** Gives it back. */
  void release() {
    candidates.clear();
    POOL.set(place(), this);
  }

  private static int place() {
    return (int) Thread.currentThread().threadId() & (KEPT - 1);
  }
}

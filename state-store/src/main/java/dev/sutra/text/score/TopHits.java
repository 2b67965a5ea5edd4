package dev.sutra.text.score;

import dev.sutra.record.DocumentOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/** The best hits so far: a heap with the worst hit on top. Not thread-safe. */
public final class TopHits {
  private final DocumentOrder order;
  private final int limit;
  private final List<TextHit> heap = new ArrayList<>();
  // Sources whose documents ascend in the order of ties.
  private final BitSet ordered = new BitSet();

  private int source;
  // Score of the worst hit once the heap is full; before, less than any score.
  private double worst = -1;
  // A score that at least {@code limit} documents are known to reach.
  private double floor;
  // This and all later documents of the ordered source lose a tie against the worst hit.
  private int tieLoser;

  public TopHits(DocumentOrder order, int limit) {
    this.order = order;
    this.limit = limit;
  }

  /**
   * Begins the documents of the next source.
   *
   * @param isOrdered whether they ascend in the order of ties
   */
  public void begin(int index, boolean isOrdered) {
    this.source = index;
    this.tieLoser = Postings.NO_MORE;
    ordered.set(index, isOrdered);
  }

  public boolean isFull() {
    return heap.size() == limit;
  }

  /** Reports that at least {@code limit} documents reach a score. */
  public void raiseFloor(double score) {
    floor = Math.max(floor, score);
  }

  public int limit() {
    return limit;
  }

  /**
   * Whether {@code document} or a later one could become a hit, given an upper bound of their
   * scores.
   */
  public boolean mayEnter(double bound, int document) {
    return bound >= floor && (bound > worst || (bound == worst && !losesTie(document)));
  }

  /** A document with a lower score cannot become a hit. */
  public double worst() {
    return Math.max(worst, floor);
  }

  /** Whether no document with at most this score can become a hit; ties are not considered. */
  public boolean isTooLow(double bound) {
    return bound < worst || bound < floor;
  }

  public void offer(double score, int document) {
    if (heap.size() < limit) {
      heap.add(new TextHit(source, document, score));
      siftUp(heap.size() - 1);
    } else if (score > worst || (score == worst && winsTie(document))) {
      heap.set(0, new TextHit(source, document, score));
      siftDown();
    } else {
      return;
    }
    worst = heap.size() < limit ? -1 : heap.getFirst().score();
    tieLoser = Postings.NO_MORE;
  }

  /**
   * The hits, best first.
   *
   * @param scale the factor by which weights were multiplied
   */
  public List<TextHit> sorted(double scale) {
    // Not sorted by the library: ids of corrupt rows may have no consistent order, which it
    // rejects.
    List<TextHit> hits = new ArrayList<>(heap.size());
    while (!heap.isEmpty()) {
      TextHit last = heap.removeLast();
      TextHit hit = heap.isEmpty() ? last : heap.set(0, last);
      siftDown();
      hits.add(new TextHit(hit.source(), hit.document(), hit.score() / scale));
    }
    return Collections.unmodifiableList(hits.reversed());
  }

  /** Whether this document and all after it are known to lose a tie. */
  private boolean losesTie(int document) {
    return ordered.get(source) && !winsTie(document);
  }

  private boolean winsTie(int document) {
    if (document >= tieLoser) {
      return false;
    }
    TextHit last = heap.getFirst();
    boolean wins = compareTied(source, document, last.source(), last.document()) < 0;
    if (!wins && ordered.get(source)) {
      tieLoser = document;
    }
    return wins;
  }

  /** Negative if the first hit is better. */
  private int compare(TextHit a, TextHit b) {
    int byScore = Double.compare(b.score(), a.score());
    return byScore != 0 ? byScore : compareTied(a.source(), a.document(), b.source(), b.document());
  }

  private int compareTied(int sourceA, int documentA, int sourceB, int documentB) {
    return sourceA == sourceB && ordered.get(sourceA)
        ? Integer.compare(documentA, documentB)
        : order.compare(sourceA, documentA, sourceB, documentB);
  }

  private void siftUp(int from) {
    int child = from;
    while (child > 0) {
      int parent = (child - 1) / 2;
      if (compare(heap.get(child), heap.get(parent)) <= 0) {
        return;
      }
      Collections.swap(heap, child, parent);
      child = parent;
    }
  }

  private void siftDown() {
    int parent = 0;
    while (true) {
      int worst = parent;
      for (int child = 2 * parent + 1; child <= 2 * parent + 2 && child < heap.size(); child++) {
        if (compare(heap.get(child), heap.get(worst)) > 0) {
          worst = child;
        }
      }
      if (worst == parent) {
        return;
      }
      Collections.swap(heap, parent, worst);
      parent = worst;
    }
  }
}

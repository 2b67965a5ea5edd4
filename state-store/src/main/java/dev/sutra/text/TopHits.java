package dev.sutra.text;

import dev.sutra.record.DocumentOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The best hits so far, in a heap with the worst on top. */
final class TopHits {
  private final DocumentOrder order;
  private final int limit;
  private final List<TextHit> heap = new ArrayList<>();

  private int source;
  private boolean ordered;
  // Whether the source's documents from the last asked on lose a tie against the worst hit.
  private boolean tiesLose;

  TopHits(DocumentOrder order, int limit) {
    this.order = order;
    this.limit = limit;
  }

  /**
   * Tells where the next documents come from.
   *
   * @param ordered whether they ascend in the order of ties
   */
  void begin(int index, boolean ordered) {
    this.source = index;
    this.ordered = ordered;
    this.tiesLose = false;
  }

  /** Whether a document from {@code document} on could enter if it scored so much at most. */
  boolean mayEnter(double bound, int document) {
    if (heap.size() < limit) {
      return true;
    }
    double worst = heap.getFirst().score();
    return bound > worst || (bound == worst && !losesTie(document));
  }

  /**
   * Whether no document of the source could enter by a score of at most this, ties left aside.
   *
   * @param approximate a bound that was added up in another order than scores are
   */
  boolean surelyTooLow(double approximate) {
    return heap.size() == limit && inflate(approximate) < heap.getFirst().score();
  }

  /** A bound of what the same numbers give when they are added in another order. */
  static double inflate(double sum) {
    return sum * (1 + 1e-9);
  }

  void offer(double score, int document) {
    if (heap.size() < limit) {
      heap.add(new TextHit(source, document, score));
      siftUp(heap.size() - 1);
      tiesLose = false;
    } else if (mayEnter(score, document)) {
      TextHit hit = new TextHit(source, document, score);
      if (compare(hit, heap.getFirst()) < 0) {
        heap.set(0, hit);
        siftDown();
        tiesLose = false;
      }
    }
  }

  /** The hits, best first. */
  List<TextHit> sorted() {
    List<TextHit> hits = new ArrayList<>(heap);
    hits.sort(this::compare);
    return Collections.unmodifiableList(hits);
  }

  private boolean losesTie(int document) {
    if (!ordered) {
      return false;
    }
    if (!tiesLose) {
      TextHit worst = heap.getFirst();
      tiesLose = order.compare(source, document, worst.source(), worst.document()) > 0;
    }
    return tiesLose;
  }

  /** Negative if the first is the better one. */
  private int compare(TextHit a, TextHit b) {
    int byScore = Double.compare(b.score(), a.score());
    return byScore != 0
        ? byScore
        : order.compare(a.source(), a.document(), b.source(), b.document());
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

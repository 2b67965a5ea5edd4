package dev.sutra.vector;

import dev.sutra.record.DocumentOrder;
import java.util.Arrays;
import java.util.List;

/**
 * The best k documents seen so far: a binary heap whose root is the worst of them. Documents are
 * ordered by falling score, equal scores by a {@link DocumentOrder}. Not thread-safe.
 */
public final class TopK {
  private final float minScore;
  private final DocumentOrder order;
  private final float[] scores;
  private final int[] sources;
  private final int[] documents;
  private int size;

  /** Creates a heap for {@code k} documents, 1 or more, of score {@code minScore} or above. */
  public TopK(int k, float minScore, DocumentOrder order) {
    this.minScore = minScore;
    this.order = order;
    this.scores = new float[k];
    this.sources = new int[k];
    this.documents = new int[k];
  }

  /** The number of documents in the heap. */
  public int size() {
    return size;
  }

  /** The lowest score that {@link #offer} may still accept. */
  public float threshold() {
    return size < scores.length ? minScore : Math.max(minScore, scores[0]);
  }

  /** Adds a document if it is among the best. */
  public void offer(int source, int document, float score) {
    // Written so that NaN fails it.
    if (!(score >= threshold())) {
      return;
    }
    if (size < scores.length) {
      siftUp(size++, source, document, score);
    } else if (isWorse(sources[0], documents[0], scores[0], source, document, score)) {
      siftDown(source, document, score);
    }
  }

  /** Removes all documents from the heap and returns them, best first. */
  public List<ScoredDocument> drain() {
    ScoredDocument[] best = new ScoredDocument[size];
    while (size > 0) {
      best[size - 1] = new ScoredDocument(sources[0], documents[0], scores[0]);
      size--;
      siftDown(sources[size], documents[size], scores[size]);
    }
    return List.copyOf(Arrays.asList(best));
  }

  private boolean isWorse(
      int sourceA, int documentA, float scoreA, int sourceB, int documentB, float scoreB) {
    if (scoreA != scoreB) {
      return scoreA < scoreB;
    }
    return order.compare(sourceA, documentA, sourceB, documentB) > 0;
  }

  private void siftUp(int start, int source, int document, float score) {
    int hole = start;
    while (hole > 0) {
      int parent = (hole - 1) >>> 1;
      if (!isWorse(source, document, score, sources[parent], documents[parent], scores[parent])) {
        break;
      }
      move(parent, hole);
      hole = parent;
    }
    set(hole, source, document, score);
  }

  /** Replaces the root and restores the heap order. */
  private void siftDown(int source, int document, float score) {
    int hole = 0;
    while (2 * hole + 1 < size) {
      int child = 2 * hole + 1;
      int right = child + 1;
      if (right < size
          && isWorse(
              sources[right],
              documents[right],
              scores[right],
              sources[child],
              documents[child],
              scores[child])) {
        child = right;
      }
      if (!isWorse(sources[child], documents[child], scores[child], source, document, score)) {
        break;
      }
      move(child, hole);
      hole = child;
    }
    set(hole, source, document, score);
  }

  private void move(int from, int to) {
    set(to, sources[from], documents[from], scores[from]);
  }

  private void set(int index, int source, int document, float score) {
    sources[index] = source;
    documents[index] = document;
    scores[index] = score;
  }
}

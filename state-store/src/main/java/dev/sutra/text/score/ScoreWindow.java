package dev.sutra.text.score;

import java.util.Arrays;

/**
 * Accumulated scores of the documents of a range, and the set of those that reached a threshold.
 * Not thread-safe.
 */
public final class ScoreWindow {
  /** Binary logarithm of the smallest window, documents. */
  public static final int BITS_MIN = 11;

  /** Binary logarithm of the largest window, documents; its scores stay in the cache. */
  public static final int BITS_MAX = 15;

  // With more added scores than this, the whole window is cleared.
  private static final int ADDED_MAX = 1 << (BITS_MAX - 3);

  private final double[] scores = new double[1 << BITS_MAX];
  private final long[] reached = new long[1 << (BITS_MAX - 6)];
  // Documents that were added, possibly more than once; the count may exceed the array.
  private final int[] added = new int[ADDED_MAX];
  private int addedCount;
  private int from;
  private int documents;
  private double threshold;

  /**
   * Begins a window.
   *
   * @param least documents with a lower score are not reported
   */
  public void begin(int firstDocument, int bits, double least) {
    from = firstDocument;
    documents = 1 << bits;
    threshold = least;
  }

  public int from() {
    return from;
  }

  /** First document after the window. */
  public int end() {
    return (int) Math.min((long) from + documents, Integer.MAX_VALUE);
  }

  public void add(int document, double score) {
    addScore(document, score);
    if (addedCount < ADDED_MAX) {
      added[addedCount] = document;
    }
    addedCount++;
  }

  /** Adds the scores at these indexes of both arrays. */
  public void addAll(int[] numbers, double[] values, int first, int end) {
    for (int i = first; i < end; i++) {
      addScore(numbers[i], values[i]);
    }
    noteAdded(numbers, first, end);
  }

  /** As {@link #add}, for a document that {@link #noteAdded} notes later. */
  public void addScore(int document, double score) {
    int at = document - from;
    double sum = scores[at] + score;
    scores[at] = sum;
    if (sum >= threshold) {
      reached[at >>> 6] |= 1L << at;
    }
  }

  /** Notes documents whose scores were added, for {@link #clear}. */
  public void noteAdded(int[] numbers, int first, int end) {
    int count = end - first;
    if (addedCount <= ADDED_MAX - count) {
      System.arraycopy(numbers, first, added, addedCount, count);
      addedCount += count;
    } else {
      addedCount = ADDED_MAX + 1;
    }
  }

  /** Takes the bits of 64 documents: those that reached the threshold are set. */
  public long takeReached(int word) {
    long bits = reached[word];
    reached[word] = 0;
    return bits;
  }

  public int words() {
    return documents >>> 6;
  }

  /** The score of a document, numbered from the window's first. */
  public double score(int at) {
    return scores[at];
  }

  /** Clears all scores. The bits of all documents must have been taken. */
  public void clear() {
    if (addedCount > ADDED_MAX) {
      Arrays.fill(scores, 0, documents, 0);
    } else {
      for (int i = 0; i < addedCount; i++) {
        scores[added[i] - from] = 0;
      }
    }
    addedCount = 0;
  }
}

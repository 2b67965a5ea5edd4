package dev.sutra.text.score;

import java.util.Arrays;

/**
 * The scores that the documents of a range have collected so far, and which of them have reached a
 * threshold. For one search at a time.
 */
public final class ScoreWindow {
  /** A window has at least two to the power of this documents. */
  public static final int BITS_MIN = 11;

  /**
   * A window has at most two to the power of this documents: their scores shall stay in a cache.
   */
  public static final int BITS_MAX = 15;

  // Beyond this many scores, all are cleared at once.
  private static final int ADDED_MAX = 1 << (BITS_MAX - 3);

  private final double[] scores = new double[1 << BITS_MAX];
  private final long[] reached = new long[1 << (BITS_MAX - 6)];
  // Documents that were added, some more than once; and how many, too many to be kept included.
  private final int[] added = new int[ADDED_MAX];
  private int addedCount;
  private int from;
  private int documents;
  private double threshold;

  /**
   * Begins a window.
   *
   * @param least documents whose score is below this are not told
   */
  public void begin(int firstDocument, int bits, double least) {
    from = firstDocument;
    documents = 1 << bits;
    threshold = least;
  }

  public int from() {
    return from;
  }

  /** Behind the last document. */
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

  /** Adds the scores of documents that stand at these places of both arrays. */
  public void addAll(int[] numbers, double[] values, int first, int end) {
    for (int i = first; i < end; i++) {
      addScore(numbers[i], values[i]);
    }
    noteAdded(numbers, first, end);
  }

  /** As {@link #add} for a document that is noted later. */
  public void addScore(int document, double score) {
    int at = document - from;
    double sum = scores[at] + score;
    scores[at] = sum;
    if (sum >= threshold) {
      reached[at >>> 6] |= 1L << at;
    }
  }

  /** Notes documents whose scores were added, so that they can be cleared. */
  public void noteAdded(int[] numbers, int first, int end) {
    int count = end - first;
    if (addedCount <= ADDED_MAX - count) {
      System.arraycopy(numbers, first, added, addedCount, count);
      addedCount += count;
    } else {
      addedCount = ADDED_MAX + 1;
    }
  }

  /** Bit sets of the documents that reached the threshold, 64 at a time; gone once taken. */
  public long takeReached(int word) {
    long bits = reached[word];
    reached[word] = 0;
    return bits;
  }

  public int words() {
    return documents >>> 6;
  }

  /** The score of a document counted from the window's first. */
  public double score(int at) {
    return scores[at];
  }

  /** Forgets all scores. What reached the threshold must have been taken. */
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

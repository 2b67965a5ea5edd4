package dev.sutra.text;

/** The scores that documents of a short range have collected so far. */
final class ScoreWindow {
  /** Documents of a window. */
  static final int DOCUMENTS = 2048;

  private final double[] scores = new double[DOCUMENTS];
  private final long[] matches = new long[DOCUMENTS / Long.SIZE];
  private int from;

  /** Moves to a window; all scores of the one before must have been {@link #take taken}. */
  void begin(int firstDocument) {
    from = firstDocument;
  }

  int from() {
    return from;
  }

  /** Behind the last document. */
  int end() {
    return (int) Math.min((long) from + DOCUMENTS, Integer.MAX_VALUE);
  }

  void add(int document, double score) {
    int at = document - from;
    scores[at] += score;
    matches[at >>> 6] |= 1L << at;
  }

  /** Adds the scores of documents that stand at these places of both arrays. */
  void addAll(int[] documents, double[] values, int first, int end) {
    for (int i = first; i < end; i++) {
      int at = documents[i] - from;
      scores[at] += values[i];
      matches[at >>> 6] |= 1L << at;
    }
  }

  /** Bit sets of the documents that have a score, 64 at a time; one is gone once it is taken. */
  long takeMatches(int word) {
    long bits = matches[word];
    matches[word] = 0;
    return bits;
  }

  static int words() {
    return DOCUMENTS / Long.SIZE;
  }

  /** The score of a document counted from the window's first; it is gone then. */
  double take(int at) {
    double score = scores[at];
    scores[at] = 0;
    return score;
  }
}

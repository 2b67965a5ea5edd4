package dev.sutra.text.index;

import dev.sutra.text.score.Bm25;

/**
 * Selects the postings of a list that score most at the average length of the index, and bounds the
 * scores of the others at any average length (compare champion lists). Not thread-safe.
 */
final class Leaders {
  private final Bm25 bm25;
  // Best first; of equal ones, the smaller document number first.
  private final int[] documents = new int[TextFormat.LEADERS];
  private final int[] frequencies = new int[TextFormat.LEADERS];
  private final int[] lengths = new int[TextFormat.LEADERS];
  private final double[] factors = new double[TextFormat.LEADERS];
  private int size;
  private final Impacts others = new Impacts();

  /** Leaders for an index of this average length. */
  Leaders(double averageLength) {
    this.bm25 = new Bm25(averageLength);
  }

  void clear() {
    size = 0;
    others.clear();
  }

  /** Adds a posting; documents ascend. */
  void add(int document, int frequency, int length) {
    int last = TextFormat.LEADERS - 1;
    if (size == TextFormat.LEADERS && frequency <= frequencies[last] && length >= lengths[last]) {
      others.add(frequency, length);
      return;
    }
    double factor = bm25.factor(frequency, length);
    if (size == TextFormat.LEADERS) {
      if (factor <= factors[last]) {
        others.add(frequency, length);
        return;
      }
      others.add(frequencies[last], lengths[last]);
      size = last;
    }
    int at = size++;
    while (at > 0 && factors[at - 1] < factor) {
      documents[at] = documents[at - 1];
      frequencies[at] = frequencies[at - 1];
      lengths[at] = lengths[at - 1];
      factors[at] = factors[at - 1];
      at--;
    }
    documents[at] = document;
    frequencies[at] = frequency;
    lengths[at] = length;
    factors[at] = factor;
  }

  /** Whether there are other postings. */
  boolean leadOthers() {
    return !others.isEmpty();
  }

  /**
   * Writes {@value TextFormat#LEADERS} leaders and the impacts of the others; there must be at
   * least one other.
   */
  void writeTo(ByteBuilder out) {
    for (int i = 0; i < TextFormat.LEADERS; i++) {
      out.writeLittleEndian(documents[i], Integer.BYTES);
      Impacts.writePair(out, frequencies[i], lengths[i]);
    }
    others.writeTo(out);
  }
}

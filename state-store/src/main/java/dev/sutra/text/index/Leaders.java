package dev.sutra.text.index;

import dev.sutra.text.score.Factors;

/**
 * Chooses those postings of a list that score most at the average length of the index, and bounds
 * what the others may score at any average.
 */
final class Leaders {
  private final double averageLength;
  // The best first; of equal ones, the one with the smaller number.
  private final int[] documents = new int[TextFormat.LEADERS];
  private final int[] frequencies = new int[TextFormat.LEADERS];
  private final int[] lengths = new int[TextFormat.LEADERS];
  private final double[] factors = new double[TextFormat.LEADERS];
  private int size;
  private final Impacts others = new Impacts();

  /** Leaders in an index of this average length. */
  Leaders(double averageLength) {
    this.averageLength = averageLength;
  }

  void clear() {
    size = 0;
    others.clear();
  }

  /** Takes a posting; documents ascend. */
  void add(int document, int frequency, int length) {
    int last = TextFormat.LEADERS - 1;
    if (size == TextFormat.LEADERS && frequency <= frequencies[last] && length >= lengths[last]) {
      others.add(frequency, length);
      return;
    }
    double factor = Factors.compute(frequency, length, averageLength);
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

  /** Whether there are postings that do not lead. */
  boolean leadOthers() {
    return !others.isEmpty();
  }

  /**
   * Writes {@value TextFormat#LEADERS} leaders and the impacts of the others, of which there must
   * be some.
   */
  void writeTo(ByteBuilder out) {
    for (int i = 0; i < TextFormat.LEADERS; i++) {
      out.writeLittleEndian(documents[i], Integer.BYTES);
      Impacts.writePair(out, frequencies[i], lengths[i]);
    }
    others.writeTo(out);
  }
}

package dev.sutra.text;

/**
 * Chooses those postings of a list that score most at the average length of the index, and bounds
 * what the others may score at any average.
 */
final class Leaders {
  /** How many a list of several blocks has. */
  static final int COUNT = 16;

  static final int ENTRY_BYTES = Integer.BYTES + Impacts.PAIR_BYTES;
  static final int BYTES = COUNT * ENTRY_BYTES + Impacts.PAIRS * Impacts.PAIR_BYTES;

  private final double averageLength;
  // The best first; of equal ones, the one with the smaller number.
  private final int[] documents = new int[COUNT];
  private final int[] frequencies = new int[COUNT];
  private final int[] lengths = new int[COUNT];
  private final double[] factors = new double[COUNT];
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
    int last = COUNT - 1;
    if (size == COUNT && frequency <= frequencies[last] && length >= lengths[last]) {
      others.add(frequency, length);
      return;
    }
    double factor = Bm25.factor(frequency, length, averageLength);
    if (size == COUNT) {
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

  /** Writes {@value #COUNT} leaders and the impacts of the others, of which there must be some. */
  void writeTo(ByteBuilder out) {
    for (int i = 0; i < COUNT; i++) {
      out.writeLittleEndian(documents[i], Integer.BYTES);
      Impacts.writePair(out, frequencies[i], lengths[i]);
    }
    others.writeTo(out);
  }
}

package dev.sutra.text.score;

import java.util.function.IntUnaryOperator;

/**
 * Totals over the beginning of a growing sequence of texts. The last result is kept, so that a call
 * reads only the lengths between that and its own end.
 *
 * <p>Thread-safe. The lengths up to an end never change once it has been asked for.
 */
public final class RunningTotals {
  /** The totals of the first {@code end} texts. */
  private record Point(int end, TextTotals totals) {}

  private final IntUnaryOperator lengths;
  private volatile Point last = new Point(0, TextTotals.NONE);

  /**
   * Creates totals.
   *
   * @param lengths the length in tokens of each text of the sequence, by number
   */
  public RunningTotals(IntUnaryOperator lengths) {
    this.lengths = lengths;
  }

  /** Returns the totals of the first {@code end} texts. */
  public TextTotals upTo(int end) {
    Point from = last;
    if (end < from.end) {
      return from.totals.minus(sum(end, from.end));
    }
    if (end > from.end) {
      // Another thread may overwrite this with a shorter one, which costs time only.
      from = new Point(end, from.totals.plus(sum(from.end, end)));
      last = from;
    }
    return from.totals;
  }

  private TextTotals sum(int from, int to) {
    long texts = 0;
    long tokens = 0;
    for (int i = from; i < to; i++) {
      int length = lengths.applyAsInt(i);
      texts += length > 0 ? 1 : 0;
      tokens += length;
    }
    return new TextTotals(texts, tokens);
  }
}

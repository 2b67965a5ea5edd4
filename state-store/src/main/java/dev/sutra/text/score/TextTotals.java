package dev.sutra.text.score;

/**
 * Totals over some documents, for the average length that BM25 compares with.
 *
 * @param texts documents with at least one token
 * @param tokens sum of their lengths
 */
public record TextTotals(long texts, long tokens) {
  public static final TextTotals NONE = new TextTotals(0, 0);

  public TextTotals plus(TextTotals other) {
    return new TextTotals(texts + other.texts, tokens + other.tokens);
  }

  public TextTotals minus(TextTotals other) {
    return new TextTotals(texts - other.texts, tokens - other.tokens);
  }
}

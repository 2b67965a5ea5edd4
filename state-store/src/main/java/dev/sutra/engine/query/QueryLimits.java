package dev.sutra.engine.query;

/** Limits of a query. */
public final class QueryLimits {
  /** Maximum number of items per page or result. */
  public static final int ITEMS_MAX = 1000;

  /** How far the pages of a ranking reach: the most items that carry only their ids. */
  public static final int RANKED_MAX = 10_000;

  /** Maximum length of a search text. */
  public static final int QUERY_TEXT_BYTES_MAX = 8 * 1024;

  private QueryLimits() {}

  static void checkItems(int limit) {
    checkItems(limit, Detail.TEXT);
  }

  /** Checks the number of items that carry so much of their concepts. */
  static void checkItems(int limit, Detail detail) {
    int most = detail == Detail.ID ? RANKED_MAX : ITEMS_MAX;
    if (limit < 1 || limit > most) {
      throw new IllegalArgumentException("limit is " + limit + "; 1 to " + most + " is allowed");
    }
  }
}

package dev.sutra.engine.query;

/** Limits of a query. */
public final class QueryLimits {
  /** Maximum number of items per page or result. */
  public static final int ITEMS_MAX = 1000;

  /** Maximum length of a search text. */
  public static final int QUERY_TEXT_BYTES_MAX = 8 * 1024;

  private QueryLimits() {}

  static void checkItems(int limit) {
    if (limit < 1 || limit > ITEMS_MAX) {
      throw new IllegalArgumentException(
          "limit is " + limit + "; 1 to " + ITEMS_MAX + " is allowed");
    }
  }
}

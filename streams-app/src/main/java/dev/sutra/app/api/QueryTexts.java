package dev.sutra.app.api;

import dev.sutra.engine.query.QueryLimits;
import dev.sutra.record.Limits;

/** Checks the texts of queries. */
public final class QueryTexts {
  private QueryTexts() {}

  public static void check(String name, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(name + " is empty");
    }
    if (text.length() > QueryLimits.QUERY_TEXT_BYTES_MAX) {
      throw new IllegalArgumentException(
          name + " is longer than " + QueryLimits.QUERY_TEXT_BYTES_MAX + " characters");
    }
    Limits.checkWellFormed(name, text);
  }
}

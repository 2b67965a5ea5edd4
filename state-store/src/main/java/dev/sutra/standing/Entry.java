package dev.sutra.standing;

import dev.sutra.text.query.TextQuery;
import org.jspecify.annotations.Nullable;

/** A registered query. Compared by identity: the same query may be registered again. */
final class Entry {
  private final String id;
  private final StandingQuery query;
  private final @Nullable TextQuery text;

  /**
   * Holds a query.
   *
   * @param text the parsed text of a text query; null for other queries
   */
  Entry(String id, StandingQuery query, @Nullable TextQuery text) {
    this.id = id;
    this.query = query;
    this.text = text;
  }

  String id() {
    return id;
  }

  StandingQuery query() {
    return query;
  }

  /** The parsed text of a text query. */
  TextQuery text() {
    if (text == null) {
      throw new IllegalStateException("query " + id + " has no text");
    }
    return text;
  }
}

package dev.sutra.app.api;

import dev.sutra.standing.StandingQuery;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Registers standing queries and shows those that this instance matches. Thread-safe. Errors are
 * those of {@link ConceptService}.
 */
public interface StandingQueryService {
  /** A registered query. */
  record Registered(String id, StandingQuery query) {}

  /**
   * A page of registered queries.
   *
   * @param nextCursor for the next page; null: there is none
   */
  record Page(List<Registered> items, @Nullable String nextCursor) {
    public Page {
      items = List.copyOf(items);
    }
  }

  /**
   * Sends a query to the topic; it replaces the one of the same id.
   *
   * @param json the query
   * @throws ServiceException {@link ServiceException.Kind#CONFLICT} if there are too many
   */
  void put(String id, byte[] json, Duration timeout);

  /** Sends the removal of a query, which need not exist, to the topic. */
  void delete(String id, Duration timeout);

  /** The query of this id. An unknown one is a {@link ServiceException}. */
  Registered get(String id);

  /**
   * The queries in the order of their ids.
   *
   * @param cursor of the page before, or null
   */
  Page page(@Nullable String cursor, int limit);
}

package dev.sutra.app.standing;

import dev.sutra.app.embed.Embedder;
import dev.sutra.standing.QueryIndex;
import dev.sutra.standing.StandingQuery;
import org.jspecify.annotations.Nullable;

/**
 * The standing queries of an instance, and the rules for registering more. Thread-safe.
 *
 * <p>All instances have the same queries: those of a topic that one task of the application writes.
 */
public final class RegisteredQueries {
  private final QueryIndex index;
  private final String topic;
  private final int max;
  private final @Nullable Embedder embedder;

  /**
   * Creates it.
   *
   * @param index filled from the topic by the stream
   * @param topic the accepted queries, compacted
   * @param max how many queries may be registered
   * @param embedder for texts of vector queries, or null
   */
  public RegisteredQueries(QueryIndex index, String topic, int max, @Nullable Embedder embedder) {
    this.index = index;
    this.topic = topic;
    this.max = max;
    this.embedder = embedder;
  }

  /** The queries that this instance has read. */
  public QueryIndex index() {
    return index;
  }

  /** The topic of the accepted queries. */
  public String topic() {
    return topic;
  }

  /**
   * Reads and checks a query.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  public StandingQuery read(String id, byte[] json) {
    StandingQuery query = QueryReader.read(json, embedder);
    index.check(id, query);
    return query;
  }

  /** Whether a query of a new id would be one too many beside these. */
  public boolean isFull(int count) {
    return count >= max;
  }

  /** Why a query of a new id is not accepted. */
  public String fullReason() {
    return max == 0
        ? "standing queries are disabled (standing.queries.max is 0)"
        : "there are "
            + max
            + " standing queries, as many as standing.queries.max allows; remove one first";
  }
}

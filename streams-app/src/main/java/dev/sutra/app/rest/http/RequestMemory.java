package dev.sutra.app.rest.http;

import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.FacetQuery;
import dev.sutra.engine.query.QueryLimits;

/**
 * The heap that requests may use, by purpose. Each purpose has its own share, so that slow readers
 * of large replies do not block other requests.
 *
 * @param bodies bodies of requests that are arriving or being answered
 * @param queries items that are gathered from the partitions and written as JSON
 * @param peers answers for other instances, and answers of others while they arrive. No query of a
 *     client waits for one of these while it holds another, so that instances never wait for each
 *     other in a circle
 * @param answers answers of at most {@link #LARGE_BYTES} that are being sent
 * @param largeAnswers larger answers that are being sent
 */
public record RequestMemory(
    ByteBudget bodies,
    ByteBudget queries,
    ByteBudget peers,
    ByteBudget answers,
    ByteBudget largeAnswers) {
  /** What a body takes that is read as it arrives: a line, and the events that are being sent. */
  static final long STREAM_BYTES = 4L * RestConfig.BODY_BYTES_MAX;

  /** An answer above this is a large one. */
  static final long LARGE_BYTES = 1 << 20;

  // A copy in each of four partitions, the one that is answered, and its JSON.
  private static final long COPIES = 6;

  // A concept that is reached by an association, in a hash map.
  private static final long WALK_EDGE_BYTES = 160;

  // The most beginnings of paths that a search keeps.
  private static final long PATH_BEGINNINGS_BYTES = 24L << 20;

  /** Divides the heap: half of it for queries, of clients and of other instances. */
  public static RequestMemory of(long bytes) {
    return new RequestMemory(
        new ByteBudget(bytes / 8),
        new ByteBudget(bytes * 5 / 16),
        new ByteBudget(bytes * 3 / 16),
        new ByteBudget(bytes / 8),
        new ByteBudget(bytes / 4));
  }

  /** The most that a query may use whose items carry so much of their concepts. */
  public static long queryBytes(int items, Detail detail) {
    return COPIES * items * detail.bytesMax();
  }

  /**
   * The most that a page of a ranking may use.
   *
   * @param isLater whether it is not the first page: then the ids of all items before it are read,
   *     and with {@code isShownHow}, the items themselves
   */
  public static long pageBytes(int items, Detail detail, boolean isLater, boolean isShownHow) {
    if (!isLater) {
      return queryBytes(items, detail);
    }
    return isShownHow
        ? queryBytes(QueryLimits.ITEMS_MAX, detail)
        : queryBytes(items, detail) + queryBytes(QueryLimits.RANKED_MAX, Detail.ID);
  }

  /** About the most that counts of values use. */
  public static long facetBytes(FacetQuery query) {
    return COPIES * query.bytesMax();
  }

  /** The most that a walk over so many associations may use. */
  public static long walkBytes(int edges) {
    return edges * WALK_EDGE_BYTES;
  }

  /** The most that a search for paths over so many associations may use. */
  public static long pathBytes(int edges) {
    return 2 * walkBytes(edges) + PATH_BEGINNINGS_BYTES;
  }

  /** The share that a reply of this size is counted against while it is sent. */
  ByteBudget answersOf(long bytes) {
    return bytes > LARGE_BYTES ? largeAnswers : answers;
  }
}

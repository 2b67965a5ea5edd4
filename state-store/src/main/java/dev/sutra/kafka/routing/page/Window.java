package dev.sutra.kafka.routing.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sutra.engine.query.PageCursor;
import dev.sutra.engine.query.QueryLimits;
import dev.sutra.engine.query.RankedPlace;
import dev.sutra.kafka.routing.Coverage;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.streams.query.Position;
import org.jspecify.annotations.Nullable;

/** The part of a ranking that a page shows: after {@code from} items, up to and with {@code to}. */
final class Window {
  private final byte[] query;
  private final int from;
  private final int to;
  private final int most;
  private final @Nullable RankedPlace last;

  /**
   * Finds the window of a page.
   *
   * @param query all that determines the items and their order
   * @param limit most items of the page
   * @param most how far the pages reach
   * @throws IllegalArgumentException if the cursor is not one of this query
   */
  Window(String query, int limit, int most, @Nullable String cursor) {
    this.query = query.getBytes(UTF_8);
    this.last = cursor == null ? null : PageCursor.place(this.query, cursor);
    this.from = last == null ? 0 : last.rank();
    this.to = Math.min(from + limit, most);
    this.most = most;
    if (from < 0 || from >= most) {
      throw PageCursor.invalid();
    }
  }

  /** Names parts of a query, so that other parts have another name. */
  static String identity(@Nullable Object... parts) {
    StringBuilder identity = new StringBuilder();
    for (Object part : parts) {
      String text = String.valueOf(part);
      identity.append(text.length()).append(':').append(text);
    }
    return identity.toString();
  }

  /** Where the page before ended; null: this is the first one. */
  @Nullable RankedPlace last() {
    return last;
  }

  /** Whether it is a later page: then few of the best items are shown. */
  boolean isLater() {
    return from > 0;
  }

  /** Whether it ends behind the most items that may carry more than their ids. */
  boolean isDeep() {
    return to > QueryLimits.ITEMS_MAX;
  }

  /**
   * How many of the best items are needed: one more than shown, which tells whether there is a next
   * page.
   *
   * @param allowed most items of a query
   */
  int top(int allowed) {
    return Math.min(to + 1, allowed);
  }

  /** The items of the page. */
  <T> List<T> shown(List<T> ranked) {
    return ranked.subList(Math.min(from, ranked.size()), Math.min(to, ranked.size()));
  }

  /**
   * The cursor of the next page; null: there is none.
   *
   * @param ranked how many items were found
   * @param top how many were asked for
   * @param state what was seen, as {@link #state}
   * @param nowMillis the time of the query
   */
  @Nullable String next(int ranked, int top, long state, long nowMillis) {
    boolean more = ranked > to || (ranked == to && top == to && to < most);
    if (!more) {
      return null;
    }
    return PageCursor.of(
        query,
        last == null
            ? new RankedPlace(to, state, nowMillis)
            : new RankedPlace(to, last.state(), last.nowMillis()));
  }

  /** Whether another state was seen by the first page. */
  boolean hasMoved(long state) {
    return last != null && last.state() != state;
  }

  /** A hash of what was seen. What is of several moments is like no state of one moment. */
  static long state(Coverage coverage) {
    Position position = coverage.position();
    long state = coverage.oneMoment() ? 0 : 1;
    for (String topic : new TreeSet<>(position.getTopics())) {
      state = mixed(state ^ topic.hashCode());
      for (var offset : new TreeMap<>(position.getPartitionPositions(topic)).entrySet()) {
        state = mixed(mixed(state ^ offset.getKey()) ^ offset.getValue());
      }
    }
    return state;
  }

  private static long mixed(long value) {
    long hash = value * 0x9e3779b97f4a7c15L;
    return hash ^ hash >>> 32;
  }
}

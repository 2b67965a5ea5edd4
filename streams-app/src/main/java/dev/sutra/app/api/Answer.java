package dev.sutra.app.api;

import dev.sutra.engine.graph.Cut;
import dev.sutra.engine.query.ExpandedWord;
import dev.sutra.engine.query.SimilarHits.Scan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a query over all partitions.
 *
 * @param items best first, or in the order of the query
 * @param source what the items come from
 * @param nextCursor for the query of the next page; null: there is none
 * @param scan what a similarity query scanned; null for other queries
 * @param ignored words of a text search that cannot match; null for other queries
 * @param missing ids that were asked for and do not exist; null for other queries
 * @param expanded words of a text search that stand for others; null for other queries
 * @param walk what a walk over associations read; null for other queries
 * @param moved whether a later page of a ranking comes from other data than the first; null for
 *     other queries, and on the first page
 */
public record Answer<T>(
    List<T> items,
    Source source,
    @Nullable String nextCursor,
    @Nullable Scan scan,
    @Nullable List<String> ignored,
    @Nullable List<String> missing,
    @Nullable List<ExpandedWord> expanded,
    @Nullable Walk walk,
    @Nullable Boolean moved) {
  public Answer {
    expanded = expanded == null ? null : List.copyOf(expanded);
    items = List.copyOf(items);
    ignored = ignored == null ? null : List.copyOf(ignored);
    missing = missing == null ? null : List.copyOf(missing);
  }

  /** A result without a next page. */
  public static <T> Answer<T> of(List<T> items, Source source) {
    return new Answer<T>(items, source, null, null, null, null, null, null, null);
  }

  /** The same with a cursor to the next page; null: there is none. */
  public Answer<T> withNextCursor(@Nullable String cursor) {
    return new Answer<T>(items, source, cursor, scan, ignored, missing, expanded, walk, moved);
  }

  /** The same with what was scanned. */
  public Answer<T> withScan(Scan scanned) {
    return new Answer<T>(
        items, source, nextCursor, scanned, ignored, missing, expanded, walk, moved);
  }

  /** The same with the words that were ignored. */
  public Answer<T> withIgnored(List<String> words) {
    return new Answer<T>(items, source, nextCursor, scan, words, missing, expanded, walk, moved);
  }

  /** The same with the ids that do not exist. */
  public Answer<T> withMissing(List<String> ids) {
    return new Answer<T>(items, source, nextCursor, scan, ignored, ids, expanded, walk, moved);
  }

  /** The same with the words that were expanded. */
  public Answer<T> withExpanded(List<ExpandedWord> words) {
    return new Answer<T>(items, source, nextCursor, scan, ignored, missing, words, walk, moved);
  }

  /** The same with what was read. */
  public Answer<T> withWalk(Walk walked) {
    return new Answer<T>(
        items, source, nextCursor, scan, ignored, missing, expanded, walked, moved);
  }

  /** The same with whether the data are others than those of the first page. */
  public Answer<T> withMoved(boolean other) {
    return new Answer<T>(items, source, nextCursor, scan, ignored, missing, expanded, walk, other);
  }

  /**
   * What a walk over associations read.
   *
   * @param edges how many
   * @param cut why it ended early; null: it did not
   */
  public record Walk(int edges, @Nullable Cut cut) {}

  /**
   * Where a result comes from, and how complete and current it is.
   *
   * @param exact whether the items are certainly the right ones as of the position: all partitions
   *     answered, from their active copies
   * @param partitions which partitions answered
   * @param lag input records not yet applied, summed over the partitions that answered, plus
   *     changelog records not yet restored by copies that are not active; 0 or more; null: unknown
   * @param position a token for the state that was read, for a later {@code min_position}; null:
   *     nothing has been read yet
   */
  public record Source(
      boolean exact, Partitions partitions, @Nullable Long lag, @Nullable String position) {
    /** Whether a partition did not answer. */
    public boolean partial() {
      return partitions.answered() < partitions.total();
    }
  }

  /**
   * Which partitions answered.
   *
   * @param total how many were queried
   * @param answered how many answered
   * @param failed numbers of those that did not, ascending
   */
  public record Partitions(int total, int answered, List<Integer> failed) {
    public Partitions {
      failed = List.copyOf(failed);
    }

    /** All of {@code total} partitions answered. */
    public static Partitions all(int total) {
      return new Partitions(total, total, List.of());
    }
  }
}

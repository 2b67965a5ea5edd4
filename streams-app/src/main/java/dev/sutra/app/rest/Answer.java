package dev.sutra.app.rest;

import dev.sutra.engine.query.SimilarHits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a question got, and how far it may be trusted.
 *
 * @param items best first, or in the order of the question
 * @param exact whether the items are surely the right ones, as of the position: all partitions
 *     answered, from their active copies
 * @param partitions who answered; the answer is partial where one failed
 * @param lag input records known and not yet applied, summed over the partitions that answered, and
 *     for a copy that is not the active one what it has not read of its changelog; 0 or more; null:
 *     not known
 * @param position token that names what the answer saw, for a later {@code min_position}; null:
 *     nothing was read yet
 * @param nextCursor for the question of the next page; null: there is none
 * @param scan what was looked at; null: the answer does not tell
 * @param ignored words of a search that nothing is looked for by; null: it was no search
 */
public record Answer<T>(
    List<T> items,
    boolean exact,
    Partitions partitions,
    @Nullable Long lag,
    @Nullable String position,
    @Nullable String nextCursor,
    SimilarHits.@Nullable Scan scan,
    @Nullable List<String> ignored) {

  public Answer {
    items = List.copyOf(items);
    ignored = ignored == null ? null : List.copyOf(ignored);
  }

  /** An answer to anything but a search. */
  public Answer(
      List<T> items,
      boolean exact,
      Partitions partitions,
      @Nullable Long lag,
      @Nullable String position,
      @Nullable String nextCursor,
      SimilarHits.@Nullable Scan scan) {
    this(items, exact, partitions, lag, position, nextCursor, scan, null);
  }

  /** An answer that does not tell what was looked at. */
  public Answer(
      List<T> items,
      boolean exact,
      Partitions partitions,
      @Nullable Long lag,
      @Nullable String position,
      @Nullable String nextCursor) {
    this(items, exact, partitions, lag, position, nextCursor, null);
  }

  /** The same as the answer to a search that ignored some words. */
  public Answer<T> ignoring(List<String> words) {
    return new Answer<T>(items, exact, partitions, lag, position, nextCursor, scan, words);
  }

  /**
   * Which partitions answered.
   *
   * @param total how many were asked
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

  /** Whether a partition did not answer. */
  public boolean partial() {
    return partitions.answered() < partitions.total();
  }
}

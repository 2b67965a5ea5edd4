package dev.sutra.engine.query;

import dev.sutra.record.Limits;

/**
 * Queries the words of texts that begin with some characters.
 *
 * @param prefix one word or the beginning of one, 1 to {@value #PREFIX_MAX} UTF-16 code units; case
 *     and composition are those of searches
 * @param limit 1 to {@value #LIMIT_MAX}
 */
public record CompletionQuery(String prefix, int limit) {
  /** Most words of an answer. */
  public static final int LIMIT_MAX = 10_000;

  /** Most UTF-16 code units of a prefix. */
  public static final int PREFIX_MAX = 255;

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if a part is invalid; the message names it
   */
  public CompletionQuery {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException(
          "limit is " + limit + "; 1 to " + LIMIT_MAX + " is allowed");
    }
    Limits.checkWellFormed("prefix", prefix);
    if (prefix.isBlank()) {
      throw new IllegalArgumentException("prefix is empty");
    }
    if (prefix.length() > PREFIX_MAX) {
      throw new IllegalArgumentException("prefix is longer than " + PREFIX_MAX + " characters");
    }
  }

  /** The same query for all words that fit an answer, so that answers of stores can be merged. */
  public CompletionQuery ofAll() {
    return new CompletionQuery(prefix, LIMIT_MAX);
  }
}

/**
 * Standing queries: queries that are registered once and matched against each concept and each
 * association that is written.
 *
 * <p>{@link dev.sutra.standing.QueryIndex} indexes the queries, so that an event is compared with
 * the few that it may match: texts by the rarest required term of each query (percolation, as in
 * Lucene's monitor), vectors by small integers with a proven bound of the score, associations by
 * their parts. What remains is compared exactly: the matches are those that trying each query by
 * itself would give.
 */
@NullMarked
package dev.sutra.standing;

import org.jspecify.annotations.NullMarked;

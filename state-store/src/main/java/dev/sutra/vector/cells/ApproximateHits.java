package dev.sutra.vector.cells;

import dev.sutra.vector.ScoredDocument;
import java.util.List;

/**
 * The result of an approximate search.
 *
 * @param hits best first, with their exact scores
 * @param exact whether the hits are guaranteed to be the best, because all vectors were compared
 *     exactly
 * @param cells number of cells searched, of all codebooks
 * @param scanned number of estimates; a vector has one for each of its cells
 * @param compared number of vectors compared exactly
 */
public record ApproximateHits(
    List<ScoredDocument> hits, boolean exact, int cells, long scanned, long compared) {}

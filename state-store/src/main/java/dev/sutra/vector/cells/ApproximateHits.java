package dev.sutra.vector.cells;

import dev.sutra.vector.ScoredDocument;
import java.util.List;

/**
 * The answer of an approximate search.
 *
 * @param hits best first, with their exact scores
 * @param exact whether these are surely the best: everything was compared exactly
 * @param cells how many cells were searched, of all codebooks
 * @param scanned how many estimates were made; one of a vector for each of its cells
 * @param compared how many vectors were compared exactly
 */
public record ApproximateHits(
    List<ScoredDocument> hits, boolean exact, int cells, long scanned, long compared) {}

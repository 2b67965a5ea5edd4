package dev.sutra.lsm.version;

import dev.sutra.segment.Segment;
import dev.sutra.vector.VectorsSection;

/**
 * An open segment file and what is known of its rows.
 *
 * @param segment the open file
 * @param cells codes of its vectors
 * @param fileNumber number of the file
 * @param minSequence first transaction in the segment
 * @param maxSequence last transaction in the segment
 * @param tombstones rows that only hide older rows
 * @param textsPending whether texts of its concepts are not indexed yet
 */
public record OpenedSegment(
    Segment segment,
    SegmentCells cells,
    long fileNumber,
    long minSequence,
    long maxSequence,
    long tombstones,
    boolean textsPending) {

  /** Returns the number of vectors, including those of dead documents. */
  public int vectors() {
    VectorsSection vectors = segment.vectors();
    return vectors == null ? 0 : vectors.size();
  }
}

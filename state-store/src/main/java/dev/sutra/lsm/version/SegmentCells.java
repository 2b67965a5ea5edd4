package dev.sutra.lsm.version;

import dev.sutra.io.CorruptFileException;
import dev.sutra.segment.Segment;
import dev.sutra.vector.cells.CellsSection;
import dev.sutra.vector.quantization.CellCodebook;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The codes of a segment's vectors. If they are damaged, the vectors are compared exactly until a
 * merge encodes them again. Thread-safe.
 */
public final class SegmentCells {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentCells.class);

  private final @Nullable Long codebookId;
  private volatile @Nullable CellsSection section;

  private SegmentCells(@Nullable Long codebookId, @Nullable CellsSection section) {
    this.codebookId = codebookId;
    this.section = section;
  }

  public static SegmentCells open(Segment segment, Codebooks codebooks) {
    if (!segment.hasCells()) {
      return new SegmentCells(null, null);
    }
    Long id = null;
    try {
      id = segment.codebookId();
      CellCodebook codebook = codebooks.find(id);
      return new SegmentCells(id, codebook == null ? null : segment.openCells(codebook));
    } catch (CorruptFileException e) {
      SegmentCells cells = new SegmentCells(id, null);
      cells.tell(e);
      return cells;
    }
  }

  /** Returns the id of their codebook, which may be damaged; null if there are no codes. */
  @Nullable Long codebookId() {
    return codebookId;
  }

  /** Returns the codes; null if there are none or they are not usable. */
  public @Nullable CellsSection section() {
    return section;
  }

  /** Stops using damaged codes; returns false if that was done before. */
  public synchronized boolean giveUp(CorruptFileException damage) {
    if (section == null) {
      return false;
    }
    section = null;
    tell(damage);
    return true;
  }

  private void tell(CorruptFileException damage) {
    LOG.warn("vectors are compared exactly instead of by their codes: {}", damage.getMessage());
  }
}

package dev.sutra.lsm.version;

import java.util.BitSet;

/**
 * Documents of a segment that a filter selects. Tombstones may be among them. Must not be modified.
 *
 * @param surely documents that are selected
 * @param possibly these, and documents for which {@link DocumentFilter#test} has to decide; the
 *     same set if there are no others
 */
public record DocumentSelection(BitSet surely, BitSet possibly) {
  /** A selection without open decisions. */
  public DocumentSelection(BitSet documents) {
    this(documents, documents);
  }

  /** Whether no test is needed. */
  // Equal sets need not be compared: a test that is not needed does no harm.
  @SuppressWarnings("ReferenceEquality")
  public boolean isDecided() {
    return surely == possibly;
  }
}

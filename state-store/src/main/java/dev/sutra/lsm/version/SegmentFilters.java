package dev.sutra.lsm.version;

import dev.sutra.segment.Segment;
import dev.sutra.vector.VectorsSection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a segment that pass a filter. The results of the last filters are cached,
 * because the rows never change. Thread-safe, lock-free.
 */
public final class SegmentFilters {
  private static final int KEPT_MAX = 16;

  private final Segment segment;
  // Newest first. Replaced, never changed. Concurrent misses of one filter look more than once.
  private volatile List<Kept> kept = List.of();

  SegmentFilters(Segment segment) {
    this.segment = segment;
  }

  /** What is known about the documents that pass a filter. */
  private static final class Kept {
    final Object condition;
    final DocumentSelection selection;
    volatile @Nullable BitSet vectors;

    Kept(Object condition, DocumentSelection selection) {
      this.condition = condition;
      this.selection = selection;
    }
  }

  /** Returns the passing documents, dead ones included. */
  public DocumentSelection documents(DocumentFilter filter) {
    return kept(filter).selection;
  }

  /**
   * Returns the ordinals of the vectors of the documents that possibly pass, dead ones included.
   * Must not be modified.
   */
  public BitSet vectors(DocumentFilter filter, VectorsSection vectors) {
    Kept of = kept(filter);
    BitSet ordinals = of.vectors;
    if (ordinals == null) {
      ordinals = ordinals(of.selection.possibly(), vectors);
      of.vectors = ordinals;
    }
    return ordinals;
  }

  private Kept kept(DocumentFilter filter) {
    Object condition = filter.condition();
    for (Kept each : kept) {
      if (each.condition.equals(condition)) {
        return each;
      }
    }
    Kept found = new Kept(condition, filter.select(segment));
    List<Kept> next = new ArrayList<>();
    next.add(found);
    List<Kept> last = kept;
    next.addAll(last.subList(0, Math.min(last.size(), KEPT_MAX - 1)));
    kept = List.copyOf(next);
    return found;
  }

  /** Vectors are in the order of their documents: both are walked through once. */
  private static BitSet ordinals(BitSet documents, VectorsSection vectors) {
    BitSet ordinals = new BitSet();
    int ordinal = 0;
    int document = documents.nextSetBit(0);
    while (document >= 0 && ordinal < vectors.size()) {
      ordinal = vectors.firstAtOrAfter(document, ordinal);
      if (ordinal == vectors.size()) {
        break;
      }
      int found = vectors.documentOf(ordinal);
      if (found == document) {
        ordinals.set(ordinal++);
        document = documents.nextSetBit(document + 1);
      } else {
        document = documents.nextSetBit(found);
      }
    }
    return ordinals;
  }
}

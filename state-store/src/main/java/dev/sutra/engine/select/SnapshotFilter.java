package dev.sutra.engine.select;

import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.lsm.read.TreeSnapshot;
import dev.sutra.lsm.version.DocumentFilter;
import dev.sutra.lsm.version.DocumentSelection;
import dev.sutra.record.RowCursor;
import dev.sutra.record.RowKeys;
import dev.sutra.segment.Segment;
import org.jspecify.annotations.Nullable;

/** Selects the concepts of a snapshot that meet the condition of a filter. Thread-safe. */
public final class SnapshotFilter implements DocumentFilter {
  private final ConceptFilter filter;
  private final ConceptMatcher test;

  private SnapshotFilter(ConceptFilter filter, TreeSnapshot pinned) {
    this.filter = filter;
    this.test = new ConceptMatcher(filter, rows(pinned));
  }

  /** The rows of a snapshot. */
  public static StoredRows rows(TreeSnapshot pinned) {
    return new StoredRows() {
      @Override
      public byte @Nullable [] row(byte[] key) {
        return pinned.get(key);
      }

      @Override
      public RowCursor edges(byte[] edges, byte[] from, byte[] to) {
        return pinned.scanEdges(edges, from, to);
      }
    };
  }

  /** The filter of a snapshot's documents; null if all concepts pass. */
  public static @Nullable SnapshotFilter of(ConceptFilter filter, TreeSnapshot pinned) {
    return filter.isNone() ? null : new SnapshotFilter(filter, pinned);
  }

  @Override
  public Object condition() {
    return filter;
  }

  @Override
  public DocumentSelection select(Segment segment) {
    return new SegmentSelector(segment, filter.condition()).select();
  }

  @Override
  public boolean test(byte[] key, byte[] value) {
    return test.test(RowKeys.conceptId(key), value);
  }
}

package dev.sutra.lsm.read;

import dev.sutra.lsm.version.SegmentHandle;
import dev.sutra.memtable.MemtableView;
import dev.sutra.record.SortedRows;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentCursor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the half-edges of one concept after the other from a snapshot. It keeps its cursors and
 * moves them, and asks only sources that have half-edges of the concept. Not thread-safe; valid
 * while the snapshot is open.
 */
public final class EdgeRows {
  private final List<SegmentHandle> segments;
  private final SortedRows[] memtables;
  // The cursors of segments that had half-edges of a concept before.
  private final @Nullable SegmentCursor[] cursors;
  // Those with half-edges of the concept, newest first; what follows them is of other concepts.
  private final SortedRows[] sources;
  private final boolean[] positioned;
  private final MergedRows rows;

  EdgeRows(MemtableView[] views, List<SegmentHandle> segments) {
    this.segments = segments;
    this.memtables = new SortedRows[views.length];
    for (int i = 0; i < views.length; i++) {
      memtables[i] = views[i].rows();
    }
    this.cursors = new SegmentCursor[segments.size()];
    this.sources = Arrays.copyOf(memtables, views.length + segments.size());
    this.positioned = new boolean[sources.length];
    this.rows = new MergedRows(sources, positioned, null);
  }

  /**
   * Returns the half-edges of one concept in one direction, in the order of their keys. They are
   * valid until the next call.
   *
   * @param edges prefix of their keys, see {@link dev.sutra.record.RowKeys#edges(byte, String)}
   * @param from first key; has the same prefix
   * @param to exclusive upper bound, at most the end of the prefix
   */
  public MergedRows seek(byte[] edges, byte[] from, byte[] to) {
    int count = 0;
    for (SortedRows memtable : memtables) {
      if (memtable.seek(from, from.length) && startsWith(memtable, edges)) {
        sources[count++] = memtable;
      }
    }
    long hash = Segment.hash(edges, edges.length);
    for (int i = 0; i < cursors.length; i++) {
      SegmentCursor cursor = cursors[i];
      if (cursor == null) {
        Segment segment = segments.get(i).segment();
        if (!segment.mightContain(hash)) {
          continue;
        }
        cursor = segment.cursor();
        cursors[i] = cursor;
      }
      if (cursor.seekEdges(edges, hash, from)) {
        sources[count++] = cursor;
      }
    }
    Arrays.fill(positioned, 0, count, true);
    Arrays.fill(positioned, count, positioned.length, false);
    rows.restart(positioned, to);
    return rows;
  }

  private static boolean startsWith(SortedRows row, byte[] prefix) {
    int at = row.keyOffset();
    return row.keyLength() >= prefix.length
        && Arrays.equals(row.keyBuffer(), at, at + prefix.length, prefix, 0, prefix.length);
  }
}

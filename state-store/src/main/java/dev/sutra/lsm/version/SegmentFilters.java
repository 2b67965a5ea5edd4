package dev.sutra.lsm.version;

import dev.sutra.record.RowKeys;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The vectors of a segment that pass a filter, by ordinal. They are found by a scan of the rows.
 * The results of the last filters are cached, because the rows never change. Thread-safe,
 * lock-free.
 */
public final class SegmentFilters {
  private static final int KEPT_MAX = 16;

  private record Kept(RowFilter filter, BitSet ordinals) {}

  private final Segment segment;
  // Newest first. Replaced, never changed. Concurrent misses of one filter scan more than once.
  private volatile List<Kept> kept = List.of();

  SegmentFilters(Segment segment) {
    this.segment = segment;
  }

  /** Returns the ordinals of all passing vectors, dead ones included. Must not be modified. */
  public BitSet ordinals(RowFilter filter) {
    for (Kept each : kept) {
      if (each.filter.equals(filter)) {
        return each.ordinals;
      }
    }
    BitSet found = find(filter);
    List<Kept> next = new ArrayList<>();
    next.add(new Kept(filter, found));
    List<Kept> last = kept;
    next.addAll(last.subList(0, Math.min(last.size(), KEPT_MAX - 1)));
    kept = List.copyOf(next);
    return found;
  }

  private BitSet find(RowFilter filter) {
    BitSet ordinals = new BitSet();
    byte[] prefix = filter.keyPrefix();
    SegmentCursor row = segment.cursor();
    boolean more = row.seek(prefix, prefix.length);
    while (more && startsWith(row, prefix)) {
      int ordinal = row.vectorOrdinal();
      if (ordinal >= 0 && filter.test(row.valueWithoutVector())) {
        ordinals.set(ordinal);
      }
      more = row.next();
    }
    return ordinals;
  }

  private static boolean startsWith(SegmentCursor row, byte[] prefix) {
    return row.keyBuffer()[0] == RowKeys.CONCEPT
        && row.keyLength() >= prefix.length
        && Arrays.equals(row.keyBuffer(), 0, prefix.length, prefix, 0, prefix.length);
  }
}

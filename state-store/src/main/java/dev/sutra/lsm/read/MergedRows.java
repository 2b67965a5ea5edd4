package dev.sutra.lsm.read;

import dev.sutra.record.RowCursor;
import dev.sutra.record.SortedRows;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Merges the rows of several sources: the newest row of each key, without tombstones. */
public final class MergedRows implements RowCursor {
  private final SortedRows[] sources;
  private final MergingIterator merge;
  private byte @Nullable [] to;
  private @Nullable SortedRows current;

  /**
   * Positions before the first row.
   *
   * @param newestFirst sources; of equal keys, the row of the first source is the newest
   * @param positioned sources that are at their first row; the others are empty
   * @param to exclusive upper bound; null: to the end
   */
  MergedRows(SortedRows[] newestFirst, boolean[] positioned, byte @Nullable [] to) {
    this.sources = newestFirst;
    this.to = to;
    this.merge = new MergingIterator(sources, positioned);
  }

  /** Positions before the first row again, after the sources were moved. */
  void restart(boolean[] positioned, byte[] bound) {
    merge.restart(positioned);
    to = bound;
    current = null;
  }

  @Override
  public boolean next() {
    SortedRows rows;
    do {
      int source = merge.next();
      rows = source < 0 ? null : sources[source];
    } while (rows != null && rows.isTombstone());
    if (rows != null && to != null && compare(rows, to) >= 0) {
      merge.close();
      rows = null;
    }
    current = rows;
    return rows != null;
  }

  @Override
  public byte[] key() {
    SortedRows rows = row();
    return Arrays.copyOfRange(
        rows.keyBuffer(), rows.keyOffset(), rows.keyOffset() + rows.keyLength());
  }

  @Override
  public byte[] value() {
    return row().value();
  }

  /** Returns the current row without a copy. Valid until the next move; must not be moved. */
  public SortedRows row() {
    if (current == null) {
      throw new IllegalStateException("there is no current row");
    }
    return current;
  }

  @Override
  public void close() {
    merge.close();
    current = null;
  }

  private static int compare(SortedRows a, byte[] key) {
    return Arrays.compareUnsigned(
        a.keyBuffer(), a.keyOffset(), a.keyOffset() + a.keyLength(), key, 0, key.length);
  }
}

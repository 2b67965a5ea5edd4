package dev.sutra.lsm;

import dev.sutra.record.RowCursor;
import dev.sutra.record.SortedRows;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of several sources as one: of each key the newest version, without tombstones. There are few
 * sources, so that the least key is found by looking at each.
 */
final class MergedRows implements RowCursor {
  private final SortedRows[] sources;
  private final RowMerge merge;
  private final byte @Nullable [] to;
  private int current = -1;

  /**
   * Positions before the first row.
   *
   * @param newestFirst sources; of equal keys that of the first counts
   * @param from first key
   * @param to least key that is not included; null: to the end
   */
  MergedRows(List<SortedRows> newestFirst, byte[] from, byte @Nullable [] to) {
    this.sources = newestFirst.toArray(SortedRows[]::new);
    this.to = to;
    boolean[] positioned = new boolean[sources.length];
    for (int i = 0; i < sources.length; i++) {
      positioned[i] = sources[i].seek(from, from.length);
    }
    this.merge = new RowMerge(sources, positioned);
  }

  @Override
  public boolean next() {
    do {
      current = merge.next();
    } while (current >= 0 && sources[current].isTombstone());
    if (current >= 0 && to != null && compare(sources[current], to) >= 0) {
      close();
    }
    return current >= 0;
  }

  @Override
  public byte[] key() {
    SortedRows rows = sources[current];
    return Arrays.copyOfRange(
        rows.keyBuffer(), rows.keyOffset(), rows.keyOffset() + rows.keyLength());
  }

  @Override
  public byte[] value() {
    return sources[current].value();
  }

  @Override
  public void close() {
    merge.close();
    current = -1;
  }

  private static int compare(SortedRows a, byte[] key) {
    return Arrays.compareUnsigned(
        a.keyBuffer(), a.keyOffset(), a.keyOffset() + a.keyLength(), key, 0, key.length);
  }
}

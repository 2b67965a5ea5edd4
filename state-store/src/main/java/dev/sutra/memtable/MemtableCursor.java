package dev.sutra.memtable;

import dev.sutra.record.SortedRows;

/** Walks over the rows of a memtable, of each key the version that the view sees. */
final class MemtableCursor implements SortedRows {
  private final MemtableView view;
  private final RowVersions versions;
  private final RadixCursor keys;
  private int version;
  private boolean started;

  MemtableCursor(MemtableView view) {
    this.view = view;
    this.versions = view.memtable().rows().versions();
    this.keys = new RadixCursor(view.memtable().rows());
  }

  @Override
  public boolean next() {
    if (!started) {
      started = true;
      version = firstSeen(keys.first());
    } else if (version != 0) {
      version = firstSeen(keys.next());
    }
    return version != 0;
  }

  @Override
  public boolean seek(byte[] key, int keyLength) {
    started = true;
    version = firstSeen(keys.seek(key, keyLength));
    return version != 0;
  }

  @Override
  public byte[] keyBuffer() {
    return versions.chunk(version);
  }

  @Override
  public int keyOffset() {
    return RowVersions.keyOffset(version);
  }

  @Override
  public int keyLength() {
    return versions.keyLength(version);
  }

  @Override
  public boolean isTombstone() {
    return versions.valueLength(version) < 0;
  }

  @Override
  public byte[] value() {
    return view.value(version);
  }

  /** The version that the view sees of the first key from here on that has one. */
  private int firstSeen(int newest) {
    int candidate = newest;
    while (candidate != 0) {
      int seen = versions.seen(candidate, view.sequence());
      if (seen != 0) {
        return seen;
      }
      candidate = keys.next();
    }
    return 0;
  }
}

package dev.sutra.memtable;

import dev.sutra.record.SortedRows;

/**
 * Iterates over the rows of a memtable as of a sequence number: of each key the visible version.
 */
final class MemtableCursor implements SortedRows {
  private final Memtable memtable;
  private final long sequence;
  private final RowVersions versions;
  private final RadixCursor keys;
  private int version;
  private boolean started;

  MemtableCursor(Memtable memtable, long sequence) {
    this.memtable = memtable;
    this.sequence = sequence;
    this.versions = memtable.rows().versions();
    this.keys = new RadixCursor(memtable.rows());
  }

  @Override
  public boolean next() {
    if (!started) {
      started = true;
      version = firstVisible(keys.first());
    } else if (version != 0) {
      version = firstVisible(keys.next());
    }
    return version != 0;
  }

  @Override
  public boolean seek(byte[] key, int keyLength) {
    started = true;
    version = firstVisible(keys.seek(key, keyLength));
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
    return memtable.value(version);
  }

  /** The visible version of the first key from here on that has one. */
  private int firstVisible(int newest) {
    int candidate = newest;
    while (candidate != 0) {
      int visible = versions.seen(candidate, sequence);
      if (visible != 0) {
        return visible;
      }
      candidate = keys.next();
    }
    return 0;
  }
}

package dev.sutra.memtable;

import dev.sutra.record.SortedRows;

/** Walks over the rows of a memtable, of each key the version that the view sees. */
final class MemtableCursor implements SortedRows {
  private final MemtableView view;
  private final SkipList rows;
  private int node;
  private boolean started;

  MemtableCursor(MemtableView view) {
    this.view = view;
    this.rows = view.memtable().rows();
  }

  @Override
  public boolean next() {
    int candidate;
    if (!started) {
      started = true;
      candidate = rows.first();
    } else if (node == 0) {
      return false;
    } else {
      candidate = rows.next(node);
      while (candidate != 0 && hasCurrentKey(candidate)) {
        candidate = rows.next(candidate);
      }
    }
    node = firstSeen(candidate);
    return node != 0;
  }

  @Override
  public boolean seek(byte[] key, int keyLength) {
    started = true;
    node = firstSeen(rows.seek(key, 0, keyLength, view.sequence()));
    return node != 0;
  }

  @Override
  public byte[] keyBuffer() {
    return rows.keyChunk(node);
  }

  @Override
  public int keyOffset() {
    return rows.keyOffset(node);
  }

  @Override
  public int keyLength() {
    return rows.keyLength(node);
  }

  @Override
  public boolean isTombstone() {
    return rows.valueLength(node) < 0;
  }

  @Override
  public byte[] value() {
    return view.value(node);
  }

  /** The first node from here on that is not newer than the view. */
  private int firstSeen(int from) {
    int candidate = from;
    while (candidate != 0 && rows.sequence(candidate) > view.sequence()) {
      candidate = rows.next(candidate);
    }
    return candidate;
  }

  private boolean hasCurrentKey(int other) {
    return rows.hasKey(other, rows.keyChunk(node), rows.keyOffset(node), rows.keyLength(node));
  }
}

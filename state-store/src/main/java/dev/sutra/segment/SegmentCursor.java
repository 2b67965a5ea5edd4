package dev.sutra.segment;

import dev.sutra.record.SortedRows;

/**
 * Walks over the rows of a segment in the order of their keys. Not thread-safe; costs nothing to
 * abandon.
 */
public final class SegmentCursor implements SortedRows {
  private final Segment segment;
  private final BlockCursor rows;

  SegmentCursor(Segment segment, BlockCursor rows) {
    this.segment = segment;
    this.rows = rows;
  }

  @Override
  public boolean next() {
    return rows.next();
  }

  @Override
  public boolean seek(byte[] key, int keyLength) {
    return rows.seek(key, keyLength);
  }

  /** Moves to the row of this key; false if there is none. */
  public boolean find(byte[] key, int keyLength) {
    return rows.find(key, keyLength);
  }

  /** Moves to a row by its number. */
  public void seekOrdinal(int ordinal) {
    rows.seekOrdinal(ordinal);
  }

  @Override
  public byte[] keyBuffer() {
    return rows.keyBuffer();
  }

  @Override
  public int keyOffset() {
    return 0;
  }

  @Override
  public int keyLength() {
    return rows.keyLength();
  }

  /** Number of the current row; of a concept row its document. */
  public int ordinal() {
    return rows.ordinal();
  }

  @Override
  public boolean isTombstone() {
    return rows.isTombstone();
  }

  @Override
  public byte[] value() {
    return segment.value(rows);
  }

  /** The current row's value as {@link SegmentWriter#add} takes it. Not for a tombstone. */
  public byte[] valueWithoutVector() {
    return segment.valueWithoutVector(rows);
  }

  /** Ordinal of the current row's vector; -1 if it has none. */
  public int vectorOrdinal() {
    return rows.isTombstone() || !segment.hasVector(rows) ? -1 : segment.vectorOrdinal(rows);
  }
}

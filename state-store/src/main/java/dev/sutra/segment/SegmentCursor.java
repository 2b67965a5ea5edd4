package dev.sutra.segment;

import dev.sutra.record.SortedRows;

/**
 * A cursor over the rows of a segment in key order. Not thread-safe. Holds no resources, so it need
 * not be closed.
 */
public final class SegmentCursor implements SortedRows {
  private final RowValues values;
  private final BlockCursor rows;
  private final HashIndex.Reader hashes;

  SegmentCursor(RowValues values, BlockCursor rows, HashIndex.Reader hashes) {
    this.values = values;
    this.rows = rows;
    this.hashes = hashes;
  }

  @Override
  public boolean next() {
    return rows.next();
  }

  @Override
  public boolean seek(byte[] key, int keyLength) {
    return rows.seek(key, keyLength);
  }

  /**
   * Moves to the row of this key. If there is none, returns false, and the position is undefined.
   */
  public boolean find(byte[] key, int keyLength) {
    long hash = XxHash64.hash(key, 0, keyLength);
    long candidate = hashes.probe(hash, 0);
    while (candidate >= 0) {
      if (rows.seekInBlock(HashIndex.Reader.block(candidate), key, keyLength)
          && rows.isAt(key, keyLength)) {
        return true;
      }
      candidate = hashes.probe(hash, HashIndex.Reader.nextStep(candidate));
    }
    return false;
  }

  /**
   * Moves to the first half-edge of a concept whose key is not below a given key.
   *
   * @param edges prefix of all half-edges of the concept in one direction
   * @param hash of this prefix
   * @param from key to start at; has the same prefix
   * @return false if the concept has no half-edges; the position is then undefined. If true, the
   *     row may be one after the concept's half-edges
   */
  public boolean seekEdges(byte[] edges, long hash, byte[] from) {
    int first = firstBlock(edges, hash);
    if (first < 0) {
      return false;
    }
    if (from.length > edges.length) {
      return rows.seekBehind(first, from, from.length);
    }
    // The search for the block ended here, unless another candidate followed.
    return (rows.block() == first && rows.startsWith(edges, edges.length))
        || rows.seekInBlock(first, edges, edges.length);
  }

  /**
   * The block of the first row with this prefix; -1 if there is none. Colliding hashes of other
   * keys may lead to blocks with later rows of the prefix.
   */
  private int firstBlock(byte[] edges, long hash) {
    int first = -1;
    long candidate = hashes.probe(hash, 0);
    while (candidate >= 0) {
      int block = HashIndex.Reader.block(candidate);
      boolean earlier = first < 0 || block < first;
      if (earlier
          && rows.seekInBlock(block, edges, edges.length)
          && rows.startsWith(edges, edges.length)) {
        first = block;
        if (!rows.isAtBlockStart()) {
          // The row before it is below the prefix, and so are all blocks before.
          return first;
        }
      }
      candidate = hashes.probe(hash, HashIndex.Reader.nextStep(candidate));
    }
    return first;
  }

  /** Moves to a row by its ordinal. */
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

  /** The ordinal of the current row. For a concept row it is the document. */
  public int ordinal() {
    return rows.ordinal();
  }

  @Override
  public boolean isTombstone() {
    return rows.isTombstone();
  }

  @Override
  public byte[] value() {
    return values.value(rows);
  }

  @Override
  public int copyValue(byte[] target) {
    return values.copyValue(rows, target);
  }

  /**
   * The current row's value in the form for {@link SegmentWriter#add}. Must not be called for a
   * tombstone.
   */
  public byte[] valueWithoutVector() {
    return values.valueWithoutVector(rows);
  }

  /** The ordinal of the current row's vector; -1 if it has none. */
  public int vectorOrdinal() {
    return rows.isTombstone() || !values.hasVector(rows) ? -1 : values.vectorOrdinal(rows);
  }
}

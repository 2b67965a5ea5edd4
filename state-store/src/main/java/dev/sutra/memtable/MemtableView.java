package dev.sutra.memtable;

import dev.sutra.record.LiveDocuments;
import dev.sutra.record.SortedRows;
import dev.sutra.text.TextSource;
import dev.sutra.time.TimeSource;
import dev.sutra.vector.VectorSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A memtable as of a sequence number. Safe for use by many threads.
 *
 * @param memtable the memtable
 * @param sequence of the last transaction to be seen
 * @param documents how many documents there were at that time
 */
public record MemtableView(Memtable memtable, long sequence, int documents)
    implements LiveDocuments {

  @Override
  public boolean isLive(int document) {
    return document < documents && !memtable.liveness().isDead(document, sequence);
  }

  /** Never promised: more documents may arrive while a reader counts. */
  @Override
  public boolean allLive() {
    return false;
  }

  public TextSource texts() {
    return memtable.texts();
  }

  public VectorSource vectors() {
    return memtable.vectors();
  }

  public TimeSource times() {
    return memtable.times();
  }

  /** A cursor before the first row. */
  public SortedRows rows() {
    return new MemtableCursor(this);
  }

  /** Where to find the version of a row that is seen, or 0. */
  public int find(byte[] key) {
    return memtable.rows().find(key, 0, key.length, sequence);
  }

  public boolean isTombstone(int node) {
    return memtable.rows().valueLength(node) < 0;
  }

  /** The complete value of a version that is not a tombstone. */
  public byte[] value(int node) {
    SkipList rows = memtable.rows();
    int start = rows.keyOffset(node) + rows.keyLength(node);
    int length = rows.valueLength(node);
    byte[] chunk = rows.keyChunk(node);
    float[] vector = vector(rows.document(node));
    if (vector == null) {
      return Arrays.copyOfRange(chunk, start, start + length);
    }
    ByteBuffer value =
        ByteBuffer.allocate(length + 4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
    value.put(chunk, start, length).asFloatBuffer().put(vector);
    return value.array();
  }

  /** The key of a document's row. */
  public byte[] key(int document) {
    SkipList rows = memtable.rows();
    int node = memtable.node(document);
    int start = rows.keyOffset(node);
    return Arrays.copyOfRange(rows.keyChunk(node), start, start + rows.keyLength(node));
  }

  /** The complete value of a document's row. */
  public byte[] documentValue(int document) {
    return value(memtable.node(document));
  }

  private float @Nullable [] vector(int document) {
    if (document < 0) {
      return null;
    }
    int ordinal = memtable.vectorOrdinal(document);
    return ordinal < 0 ? null : memtable.vectors().get(ordinal);
  }
}

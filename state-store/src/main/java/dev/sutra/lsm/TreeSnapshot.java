package dev.sutra.lsm;

import dev.sutra.memtable.MemtableView;
import dev.sutra.record.RowCursor;
import dev.sutra.record.RowKeys;
import dev.sutra.record.SortedRows;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A tree as of one transaction. Holds its segments' files open until closed. Safe for use by many
 * threads; no use may be under way when it is closed.
 */
public final class TreeSnapshot implements AutoCloseable {
  private final ReadState state;
  private final TreeOptions options;
  private final List<MemtableView> memtables;
  private final AtomicBoolean closed = new AtomicBoolean();

  private TreeSnapshot(ReadState state, TreeOptions options) {
    this.state = state;
    this.options = options;
    this.memtables = state.memtables();
  }

  /** Pins a state; null if its version has been let go meanwhile. */
  static @Nullable TreeSnapshot tryPin(ReadState state, TreeOptions options) {
    return state.version().tryRetain() ? new TreeSnapshot(state, options) : null;
  }

  /** The complete value of a row, or null. */
  public byte @Nullable [] get(byte[] key) {
    checkOpen();
    for (MemtableView memtable : memtables) {
      int node = memtable.find(key);
      if (node != 0) {
        return memtable.isTombstone(node) ? null : memtable.value(node);
      }
    }
    long hash = Segment.hash(key, key.length);
    for (SegmentHandle handle : state.version().segments()) {
      if (handle.segment().mightContain(hash)) {
        SegmentCursor cursor = handle.segment().cursor();
        if (cursor.find(key, key.length)) {
          return cursor.isTombstone() ? null : cursor.value();
        }
      }
    }
    return null;
  }

  /**
   * Rows in the order of their keys.
   *
   * @param from first key
   * @param to least key that is not included; null: to the end
   */
  public RowCursor scan(byte[] from, byte @Nullable [] to) {
    checkOpen();
    List<SortedRows> rows = memtableRows();
    for (SegmentHandle handle : state.version().segments()) {
      rows.add(handle.segment().cursor());
    }
    return new MergedRows(rows, from, to);
  }

  /**
   * The half-edges of one concept in one direction, in the order of their keys.
   *
   * @param edges prefix that all of them have, of {@link RowKeys#edges(byte, String)}
   * @param from first key
   * @param to least key that is not included
   */
  public RowCursor scanEdges(byte[] edges, byte[] from, byte[] to) {
    checkOpen();
    List<SortedRows> rows = memtableRows();
    long hash = Segment.hash(edges, edges.length);
    for (SegmentHandle handle : state.version().segments()) {
      if (handle.segment().mightContain(hash)) {
        rows.add(handle.segment().cursor());
      }
    }
    return new MergedRows(rows, from, to);
  }

  /** The sources of documents: memtables and segments, newest first. */
  public List<DocumentSource> documents() {
    checkOpen();
    List<DocumentSource> sources = new ArrayList<>();
    for (MemtableView memtable : memtables) {
      sources.add(new MemtableDocuments(memtable));
    }
    for (SegmentHandle handle : state.version().segments()) {
      sources.add(new SegmentDocuments(handle, state.sequence()));
    }
    return sources;
  }

  /** Exact totals. */
  public Counters counters() {
    return state.counters();
  }

  /** Number of the last transaction that it sees. */
  public long sequence() {
    return state.sequence();
  }

  public TreeOptions options() {
    return options;
  }

  /** Number of segments. */
  public int segments() {
    return state.version().segments().size();
  }

  /** Idempotent. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      state.version().release();
    }
  }

  private List<SortedRows> memtableRows() {
    List<SortedRows> rows = new ArrayList<>();
    for (MemtableView memtable : memtables) {
      rows.add(memtable.rows());
    }
    return rows;
  }

  private void checkOpen() {
    if (closed.get()) {
      throw new IllegalStateException("the snapshot is closed");
    }
  }
}

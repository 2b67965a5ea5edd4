package dev.sutra.lsm.read;

import dev.sutra.lsm.core.Background;
import dev.sutra.lsm.core.Counters;
import dev.sutra.lsm.core.TreeOptions;
import dev.sutra.lsm.version.ReadState;
import dev.sutra.lsm.version.SegmentHandle;
import dev.sutra.memtable.MemtableView;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowCursor;
import dev.sutra.record.RowKeys;
import dev.sutra.record.SortedRows;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentCursor;
import dev.sutra.text.score.TextTotals;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A tree as of one transaction. Keeps its segment files open until it is closed. Thread-safe; it
 * must not be closed while another thread uses it.
 */
public final class TreeSnapshot implements AutoCloseable {
  private static final VarHandle CLOSED;

  static {
    try {
      CLOSED = MethodHandles.lookup().findVarHandle(TreeSnapshot.class, "closed", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final ReadState state;
  private final TreeOptions options;
  private final MemtableView[] memtables;
  private volatile boolean closed;

  /** Takes over a pinned state. {@link #close} releases its version. */
  public TreeSnapshot(ReadState pinned, TreeOptions options) {
    this.state = pinned;
    this.options = options;
    this.memtables = pinned.memtables();
  }

  /** Returns the complete value of a row, or null. */
  public byte @Nullable [] get(byte[] key) {
    return find(key, false);
  }

  /** Returns the first bytes of a row's value, at most {@link ConceptRow#HEADER_BYTES}, or null. */
  public byte @Nullable [] header(byte[] key) {
    return find(key, true);
  }

  private byte @Nullable [] find(byte[] key, boolean header) {
    checkOpen();
    for (MemtableView memtable : memtables) {
      int node = memtable.find(key);
      if (node != 0) {
        if (memtable.isTombstone(node)) {
          return null;
        }
        return header ? memtable.header(node) : memtable.value(node);
      }
    }
    long hash = Segment.hash(key, key.length);
    List<SegmentHandle> segments = state.version().segments();
    // Without an iterator, only the result is allocated.
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i).segment();
      byte[] value = header ? segment.header(key, hash) : segment.get(key, hash);
      if (value != null) {
        return value == Segment.TOMBSTONE ? null : value;
      }
    }
    return null;
  }

  /**
   * Returns rows in the order of their keys.
   *
   * @param from first key
   * @param to exclusive upper bound; null: to the end
   */
  public RowCursor scan(byte[] from, byte @Nullable [] to) {
    int edges = RowKeys.edgesLength(from, from.length);
    if (edges > 0 && to != null) {
      byte[] prefix = Arrays.copyOf(from, edges);
      if (Arrays.compareUnsigned(to, RowKeys.after(prefix)) <= 0) {
        return scanEdges(prefix, from, to);
      }
    }
    checkOpen();
    List<SegmentHandle> segments = state.version().segments();
    SortedRows[] rows = new SortedRows[memtables.length + segments.size()];
    boolean[] positioned = new boolean[rows.length];
    seekMemtables(rows, positioned, from);
    for (int i = memtables.length; i < rows.length; i++) {
      rows[i] = segments.get(i - memtables.length).segment().cursor();
      positioned[i] = rows[i].seek(from, from.length);
    }
    return new MergedRows(rows, positioned, to);
  }

  /**
   * Returns the half-edges of one concept in one direction, in the order of their keys.
   *
   * @param edges prefix of their keys, see {@link RowKeys#edges(byte, String)}
   * @param from first key; has the same prefix
   * @param to exclusive upper bound
   */
  public MergedRows scanEdges(byte[] edges, byte[] from, byte[] to) {
    checkOpen();
    List<SegmentHandle> segments = state.version().segments();
    SortedRows[] rows = new SortedRows[memtables.length + segments.size()];
    boolean[] positioned = new boolean[rows.length];
    seekMemtables(rows, positioned, from);
    long hash = Segment.hash(edges, edges.length);
    int count = memtables.length;
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i).segment();
      if (segment.mightContain(hash)) {
        SegmentCursor cursor = segment.cursor();
        rows[count] = cursor;
        positioned[count++] = cursor.seekEdges(edges, hash, from);
      }
    }
    return new MergedRows(Arrays.copyOf(rows, count), positioned, to);
  }

  private void seekMemtables(SortedRows[] rows, boolean[] positioned, byte[] from) {
    for (int i = 0; i < memtables.length; i++) {
      rows[i] = memtables[i].rows();
      positioned[i] = rows[i].seek(from, from.length);
    }
  }

  /**
   * Returns what reads the half-edges of one concept after the other with the same cursors. For a
   * single concept, {@link #scanEdges} prepares less.
   */
  public EdgeRows edgeRows() {
    checkOpen();
    return new EdgeRows(memtables, state.version().segments());
  }

  /** Returns the sources of documents: memtables and segments, newest first. */
  public List<DocumentSource> documents() {
    checkOpen();
    List<DocumentSource> sources = new ArrayList<>();
    for (MemtableView memtable : memtables) {
      sources.add(new MemtableDocuments(memtable));
    }
    for (SegmentHandle handle : state.version().segments()) {
      sources.add(new SegmentDocuments(handle, state.sequence(), options.analyzer()));
    }
    return sources;
  }

  /**
   * Runs work on the same snapshot asynchronously, on the threads that all trees share. The
   * snapshot stays open for the work even if this one is closed.
   */
  public void later(Consumer<TreeSnapshot> work) {
    checkOpen();
    if (!state.version().tryRetain()) {
      throw new IllegalStateException("the snapshot is closed");
    }
    TreeSnapshot same = new TreeSnapshot(state, options);
    Background.COMPACTIONS.execute(
        () -> {
          try (same) {
            work.accept(same);
          }
        });
  }

  /** Returns totals of the vectors in segments and of their codes. */
  public TreeVectors vectors() {
    checkOpen();
    return TreeVectors.of(state.version().segments());
  }

  /** Returns totals over the texts of the live concepts. */
  public TextTotals textTotals() {
    TextTotals totals = TextTotals.NONE;
    for (DocumentSource source : documents()) {
      totals = totals.plus(source.textTotals());
    }
    return totals;
  }

  /** Returns how many texts are not indexed yet; a search indexes them first. */
  public long pendingTexts() {
    long pending = 0;
    for (MemtableView memtable : memtables) {
      pending += memtable.pendingTexts();
    }
    for (SegmentHandle segment : state.version().segments()) {
      pending += segment.texts().isMissing() ? segment.segment().documents() : 0;
    }
    return pending;
  }

  /** Returns exact totals. */
  public Counters counters() {
    return state.counters();
  }

  /** Returns the number of the last transaction that it sees. */
  public long sequence() {
    return state.sequence();
  }

  public TreeOptions options() {
    return options;
  }

  /** Returns the heap bytes of the memtables. */
  public long memoryBytes() {
    return state.memtableBytes();
  }

  /** Returns the bytes of the logs that hold the memtables, which an open after a crash replays. */
  public long logBytes() {
    return state.neededLogBytes();
  }

  /** Returns the bytes of the segments' files. */
  public long segmentBytes() {
    return state.version().bytes();
  }

  /** Estimates the bytes of the segments' files that hold live concepts. */
  public long liveBytes() {
    double bytes = 0;
    for (SegmentHandle handle : state.version().segments()) {
      bytes += handle.bytes() * (1 - handle.deadShare());
    }
    return (long) bytes;
  }

  /** Returns the number of segments. */
  public int segments() {
    return state.version().segments().size();
  }

  /** Idempotent. */
  @Override
  public void close() {
    if (!(boolean) CLOSED.getAndSet(this, true)) {
      state.version().release();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the snapshot is closed");
    }
  }
}

package dev.sutra.kafka;

import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.EngineStats;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.StorageEngine;
import dev.sutra.io.CorruptFileException;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowKeys;
import dev.sutra.record.SourcePosition;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The engine as Kafka Streams' store of bytes: rows in, rows out, each call one transaction.
 *
 * <p>It manages its own changelog offsets: they go into the engine's commit frame together with the
 * position, and come back with the state that belongs to them. Writes do not advance the position:
 * one input record may take several, and the position must not stand at it before the last one (see
 * {@link #advance}). Rows are walked forward only.
 *
 * <p>Writes, commits, init and close belong to the thread that owns the task; reads and queries are
 * for any thread.
 */
final class EngineStore implements KeyValueStore<Bytes, byte[]> {
  private final String name;
  private final EngineOptions options;
  private final @Nullable CommittingClientSupplier commits;
  private volatile @Nullable StorageEngine engine;
  private volatile CommitData committed = CommitData.EMPTY;
  private volatile Position position = Position.emptyPosition();
  private volatile int partition;
  private @Nullable StoreMetrics metrics;
  private @Nullable TopicPartition changelog;

  /**
   * Makes a store that is not open yet.
   *
   * @param commits is told the store's changelog, and tells it of committed transactions; or null
   */
  EngineStore(String name, EngineOptions options, @Nullable CommittingClientSupplier commits) {
    this.name = name;
    this.options = options;
    this.commits = commits;
  }

  @Override
  public String name() {
    return name;
  }

  /** Opens the store unless it is open; at a second call only the registration is made anew. */
  @Override
  public void init(StateStoreContext context, StateStore root) {
    partition = context.taskId().partition();
    if (engine == null) {
      StorageEngine opened = open(context);
      engine = opened;
      metrics = new StoreMetrics(context.metrics(), context.taskId().toString(), name, opened);
    }
    context.register(
        root, new RowRestorer(this, context.applicationId(), context.taskId(), options));
  }

  private StorageEngine open(StateStoreContext context) {
    Path directory = context.stateDir().toPath().resolve(name);
    StorageEngine opened = EngineOpening.open(name, context.applicationId(), directory, options);
    try {
      byte[] data = opened.commitData();
      CommitData last = data == null ? CommitData.EMPTY : CommitData.decode(data);
      committed = last;
      position = last.position().copy();
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw new ProcessorStateException(
          "store " + name + " does not know where it stood: " + e.getMessage(), e);
    }
  }

  /** Closes the files; nothing is committed. Idempotent. */
  @Override
  public void close() {
    StorageEngine closing = engine;
    engine = null;
    if (commits != null && changelog != null) {
      commits.closed(changelog, this);
    }
    if (metrics != null) {
      metrics.close();
      metrics = null;
    }
    if (closing != null) {
      try {
        closing.close();
      } catch (UncheckedIOException e) {
        throw new ProcessorStateException(
            "store " + name + " failed to close: " + e.getMessage(), e);
      }
    }
  }

  @Override
  public boolean isOpen() {
    return engine != null;
  }

  @Override
  public boolean persistent() {
    return true;
  }

  // Deprecated from its birth: it goes when every store manages its offsets; until then it counts.
  @SuppressWarnings("deprecation")
  @Override
  public boolean managesOffsets() {
    return true;
  }

  /**
   * Commits what has been written, with these changelog offsets and the position.
   *
   * @param offsets what changes: null as an offset removes it, an empty map removes all; a negative
   *     mark is an offset like others
   */
  @Override
  public void commit(Map<TopicPartition, Long> offsets) {
    CommitData next = committed.with(offsets, position.copy());
    onEngine("commit", open -> open.commit(next.encode()));
    committed = next;
  }

  @Override
  public @Nullable Long committedOffset(TopicPartition changelog) {
    if (commits != null && engine != null) {
      this.changelog = changelog;
      commits.opened(changelog, this);
    }
    return committed.offsets().get(changelog);
  }

  /** The live position: not to be changed. */
  @Override
  public Position getPosition() {
    return position;
  }

  /** Says that this record's effect is all written; null changes nothing. */
  void advance(@Nullable SourcePosition source) {
    if (source != null) {
      position.withComponent(source.topic(), source.partition(), source.offset());
    }
  }

  /** Applies rows, if there are any, as one transaction. */
  void apply(RowBatch rows) {
    if (rows.size() == 0) {
      return;
    }
    onEngine("write", open -> open.apply(rows));
    if (metrics != null) {
      metrics.recordWrites(rows.size());
    }
  }

  /** The store as it is now. */
  Snapshot snapshot() {
    return engine().snapshot();
  }

  @Override
  public void put(Bytes key, byte @Nullable [] value) {
    RowBatch batch = new RowBatch();
    add(batch, key.get(), value);
    apply(batch);
  }

  @Override
  public void putAll(List<KeyValue<Bytes, byte[]>> rows) {
    RowBatch batch = new RowBatch();
    rows.forEach(row -> add(batch, row.key.get(), row.value));
    apply(batch);
  }

  @Override
  public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
    byte[] old = get(key);
    if (old == null) {
      put(key, value);
    }
    return old;
  }

  @Override
  public byte @Nullable [] delete(Bytes key) {
    byte[] old = get(key);
    if (old != null) {
      put(key, null);
    }
    return old;
  }

  /** Adds a row to a batch, unless it is one that the changelog alone keeps. */
  static void add(RowBatch batch, byte[] key, byte @Nullable [] value) {
    if (PositionRow.isKey(key)) {
      return;
    }
    if (value == null) {
      batch.delete(key);
    } else {
      batch.put(key, value);
    }
  }

  @Override
  public byte @Nullable [] get(Bytes key) {
    try (Snapshot snapshot = snapshot()) {
      return snapshot.row(key.get());
    }
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
    byte[] first = from == null ? new byte[0] : from.get();
    // The least key above the last one.
    byte[] end = to == null ? null : Arrays.copyOf(to.get(), to.get().length + 1);
    return new RowIterator(snapshot(), first, end);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> all() {
    return new RowIterator(snapshot(), new byte[0], null);
  }

  @Override
  public <S extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(
      P prefix, S serializer) {
    byte[] first = serializer.serialize(null, prefix);
    boolean endless = first.length == 0 || first[0] == (byte) 0xff;
    return new RowIterator(snapshot(), first, endless ? null : RowKeys.after(first));
  }

  @Override
  public long approximateNumEntries() {
    EngineStats stats = engine().stats();
    return stats.concepts() + stats.associations();
  }

  @Override
  public <R> QueryResult<R> query(Query<R> query, PositionBound bound, QueryConfig config) {
    long start = System.nanoTime();
    QueryResult<R> result;
    Position seen;
    // The position is read before the snapshot is taken, so that it never promises too much.
    if (query instanceof ConceptQuery.Committed<R> wrapped) {
      seen = committed.position().copy();
      result =
          QueryAnswers.answer(
              wrapped.query(), () -> engine().committedSnapshot(), seen, bound, partition);
    } else if (query instanceof ConceptQuery<R> known) {
      seen = position.copy();
      result = QueryAnswers.answer(known, this::snapshot, seen, bound, partition);
    } else {
      seen = position.copy();
      result = QueryResult.forUnknownQueryType(query, this);
    }
    result.setPosition(seen);
    if (config.isCollectExecutionInfo()) {
      result.addExecutionInfo(
          "Handled in " + getClass() + " in " + (System.nanoTime() - start) + "ns");
    }
    return result;
  }

  private StorageEngine engine() {
    StorageEngine open = engine;
    if (open == null) {
      throw new InvalidStateStoreException("store " + name + " is not open");
    }
    return open;
  }

  private void onEngine(String what, Consumer<StorageEngine> action) {
    try {
      action.accept(engine());
    } catch (UncheckedIOException | CorruptFileException e) {
      throw new ProcessorStateException(
          "store " + name + " failed to " + what + ": " + e.getMessage(), e);
    }
  }
}

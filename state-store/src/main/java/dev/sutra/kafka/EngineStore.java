package dev.sutra.kafka;

import dev.sutra.engine.EngineStats;
import dev.sutra.engine.Snapshot;
import dev.sutra.record.Concept;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowKeys;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
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
 * The engine as a bytes store of Kafka Streams, below Kafka's metering and changelogging: rows in,
 * rows out, each call one transaction. It manages its own changelog offsets. Iterators go forward
 * only.
 *
 * <p>Writes, commits, init and close belong to the thread that owns the task; reads and queries are
 * safe for use by many threads.
 */
final class EngineStore implements KeyValueStore<Bytes, byte[]> {
  private final TaskEngine engine;
  // Reused by the thread that writes.
  private final RowBatch batch = new RowBatch();
  private volatile int partition;

  EngineStore(TaskEngine engine) {
    this.engine = engine;
  }

  TaskEngine engine() {
    return engine;
  }

  @Override
  public String name() {
    return engine.name();
  }

  /** Opens the store unless it is open; a second call only registers it again. */
  @Override
  public void init(StateStoreContext context, StateStore root) {
    partition = context.taskId().partition();
    engine.open(context);
    context.register(
        root,
        new MeteredRestore(
            engine, new RowRestorer(engine, context.applicationId(), context.taskId())));
  }

  /** Closes the files without a commit. Idempotent. */
  @Override
  public void close() {
    engine.close();
  }

  @Override
  public boolean isOpen() {
    return engine.isOpen();
  }

  @Override
  public boolean persistent() {
    return true;
  }

  // Deprecated since its introduction, and to be removed once all stores manage their offsets;
  // until then Kafka Streams calls it.
  @SuppressWarnings("deprecation")
  @Override
  public boolean managesOffsets() {
    return true;
  }

  /**
   * Commits all writes, with these changelog offsets and the position.
   *
   * @param offsets the changes: null as an offset removes it, an empty map removes all; a negative
   *     offset is kept like any other
   */
  @Override
  public void commit(Map<TopicPartition, Long> offsets) {
    engine.commit(offsets);
  }

  @Override
  public @Nullable Long committedOffset(TopicPartition changelog) {
    return engine.committedOffset(changelog);
  }

  /** The live position; callers must not change it. */
  @Override
  public Position getPosition() {
    return engine.position();
  }

  @Override
  public void put(Bytes key, byte @Nullable [] value) {
    batch.clear();
    PositionRow.addUnlessPosition(batch, key.get(), value);
    engine.apply(batch);
  }

  @Override
  public void putAll(List<KeyValue<Bytes, byte[]>> rows) {
    batch.clear();
    for (KeyValue<Bytes, byte[]> row : rows) {
      Concept concept = engine.takeAnnounced(row.value);
      if (concept != null) {
        batch.put(row.key.get(), row.value, concept);
      } else {
        PositionRow.addUnlessPosition(batch, row.key.get(), row.value);
      }
    }
    engine.apply(batch);
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

  @Override
  public byte @Nullable [] get(Bytes key) {
    try (Snapshot snapshot = engine.snapshot()) {
      return snapshot.row(key.get());
    }
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
    byte[] first = from == null ? new byte[0] : from.get();
    // The least key above the last one.
    byte[] end = to == null ? null : Arrays.copyOf(to.get(), to.get().length + 1);
    return new RowIterator(engine.snapshot(), first, end);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> all() {
    return new RowIterator(engine.snapshot(), new byte[0], null);
  }

  @Override
  public <S extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(
      P prefix, S serializer) {
    byte[] first = serializer.serialize(null, prefix);
    boolean unbounded = first.length == 0 || first[0] == (byte) 0xff;
    return new RowIterator(engine.snapshot(), first, unbounded ? null : RowKeys.after(first));
  }

  @Override
  public long approximateNumEntries() {
    try (Snapshot snapshot = engine.snapshot()) {
      EngineStats stats = snapshot.stats();
      return stats.concepts() + stats.associations();
    }
  }

  @Override
  public <R> QueryResult<R> query(Query<R> query, PositionBound bound, QueryConfig config) {
    long start = System.nanoTime();
    QueryResult<R> result;
    Position seen;
    // The position is read before the snapshot is taken, so that it never promises too much.
    if (query instanceof ConceptQuery.Committed<R> wrapped) {
      seen = engine.committedPosition().copy();
      result =
          QueryAnswers.answer(
              () -> answer(wrapped.query(), engine.committedSnapshot()), seen, bound, partition);
    } else if (query instanceof ConceptQuery<R> known) {
      seen = engine.position().copy();
      result = QueryAnswers.answer(() -> answer(known, engine.snapshot()), seen, bound, partition);
    } else if (query instanceof KeyedQuery<R> keyed) {
      seen = engine.position().copy();
      result = QueryAnswers.answer(() -> keyed.answer(engine), seen, bound, partition);
    } else {
      seen = engine.position().copy();
      result = QueryResult.forUnknownQueryType(query, this);
    }
    result.setPosition(seen);
    if (config.isCollectExecutionInfo()) {
      result.addExecutionInfo(
          "Handled in " + getClass() + " in " + (System.nanoTime() - start) + "ns");
    }
    return result;
  }

  private <R> R answer(ConceptQuery<R> query, Snapshot snapshot) {
    try (snapshot) {
      return query.answer(engine.metered(snapshot), partition);
    }
  }
}

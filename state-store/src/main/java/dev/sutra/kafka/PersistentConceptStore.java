package dev.sutra.kafka;

import dev.sutra.engine.Snapshot;
import dev.sutra.kafka.metrics.Operation;
import dev.sutra.record.Association;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.Direction;
import dev.sutra.record.Limits;
import dev.sutra.record.RowCursor;
import dev.sutra.record.RowKeys;
import dev.sutra.record.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The typed store: encodes writes as rows for the logged store, and reads from the engine directly.
 */
final class PersistentConceptStore extends SnapshotReads implements ConceptStore {
  /** Rows of one transaction when a concept is deleted. */
  static final int DELETE_ROWS_MAX = 10_000;

  private final TaskEngine engine;
  // Kafka's metering and changelogging stores around the engine; all writes go through them.
  private final KeyValueStore<Bytes, byte[]> logged;
  private @Nullable StateStoreContext context;

  PersistentConceptStore(TaskEngine engine, KeyValueStore<Bytes, byte[]> logged) {
    super(engine);
    this.engine = engine;
    this.logged = logged;
  }

  @Override
  public void put(Concept concept) {
    concept.checkWritable();
    long started = engine.started(Operation.PUT);
    byte[] old = header(RowKeys.concept(concept.id()));
    set(concept, old == null ? concept.createdAt() : ConceptRow.createdAt(old));
    engine.ended(Operation.PUT, started);
  }

  @Override
  public void update(String id, Function<@Nullable Concept, Concept> change) {
    Limits.checkId("id", id);
    long started = engine.started(Operation.PUT);
    byte[] row = row(RowKeys.concept(id));
    Concept old = row == null ? null : ConceptRow.decode(id, row);
    Concept concept = change.apply(old);
    concept.checkWritable();
    if (!concept.id().equals(id)) {
      throw new IllegalArgumentException("concept " + id + " cannot become " + concept.id());
    }
    set(concept, old == null ? concept.createdAt() : old.createdAt());
    engine.ended(Operation.PUT, started);
  }

  private void set(Concept concept, long createdAt) {
    Concept kept =
        concept.createdAt() == createdAt
            ? concept
            : concept.toBuilder().createdAt(createdAt).build();
    SourcePosition source = currentRecord();
    EncodedConcept encoded = EncodedConcept.of(kept, source);
    RowList rows = new RowList();
    rows.put(RowKeys.concept(kept.id()), encoded.value());
    engine.announce(encoded);
    write(rows, source);
  }

  @Override
  public boolean delete(String id, BiConsumer<Association, Direction> removed) {
    Limits.checkId("id", id);
    long started = engine.started(Operation.DELETE);
    RowList rows = new RowList();
    boolean existed;
    try (Snapshot snapshot = engine.snapshot()) {
      byte[] key = RowKeys.concept(id);
      existed = snapshot.row(key) != null;
      if (existed) {
        rows.delete(key);
      }
      deleteHalves(snapshot, id, Direction.OUT, rows, removed);
      deleteHalves(snapshot, id, Direction.IN, rows, removed);
    }
    write(rows, currentRecord());
    engine.ended(Operation.DELETE, started);
    return existed;
  }

  private void deleteHalves(
      Snapshot snapshot,
      String id,
      Direction half,
      RowList rows,
      BiConsumer<Association, Direction> removed) {
    byte keyspace = half == Direction.OUT ? RowKeys.EDGE_OUT : RowKeys.EDGE_IN;
    byte[] from = RowKeys.edges(keyspace, id);
    try (RowCursor cursor = snapshot.rows(from, RowKeys.after(from))) {
      while (cursor.next()) {
        byte[] key = cursor.key();
        removed.accept(AssociationRow.decode(key, cursor.value()), half);
        rows.delete(key);
        if (rows.size() == DELETE_ROWS_MAX) {
          // The position advances with the last rows only.
          write(rows, null);
        }
      }
    }
  }

  @Override
  public Association associate(Association association, Direction half) {
    if (half.includesOut()) {
      // An IN half follows its source, which may have been written before this rule existed.
      association.checkWritable();
    }
    long started = engine.started(Operation.ASSOCIATE);
    SourcePosition source = currentRecord();
    RowList rows = new RowList();
    List<Association> kept = new ArrayList<>(2);
    try (Snapshot snapshot = engine.snapshot()) {
      for (byte[] key :
          keys(association.source(), association.type(), association.target(), half)) {
        byte[] old = snapshot.row(key);
        long createdAt = old == null ? association.createdAt() : AssociationRow.createdAt(old);
        kept.add(association.withCreatedAt(createdAt));
        rows.put(key, AssociationRow.encode(kept.getLast(), source));
      }
    }
    write(rows, source);
    engine.ended(Operation.ASSOCIATE, started);
    return kept.getFirst();
  }

  @Override
  public @Nullable Association association(
      String source, String type, String target, Direction half) {
    checkNames(source, type, target);
    if (half == Direction.BOTH) {
      throw new IllegalArgumentException("a half is either OUT or IN");
    }
    byte[] key = keys(source, type, target, half).getFirst();
    byte[] row = row(key);
    return row == null ? null : AssociationRow.decode(key, row);
  }

  @Override
  public boolean dissociate(String source, String type, String target, Direction half) {
    checkNames(source, type, target);
    long started = engine.started(Operation.DISSOCIATE);
    RowList rows = new RowList();
    try (Snapshot snapshot = engine.snapshot()) {
      for (byte[] key : keys(source, type, target, half)) {
        if (snapshot.row(key) != null) {
          rows.delete(key);
        }
      }
    }
    boolean found = rows.size() > 0;
    write(rows, currentRecord());
    engine.ended(Operation.DISSOCIATE, started);
    return found;
  }

  @Override
  public void markProcessed() {
    write(new RowList(), currentRecord());
  }

  private static void checkNames(String source, String type, String target) {
    Limits.checkId("source", source);
    Limits.checkType(type);
    Limits.checkId("target", target);
  }

  private static List<byte[]> keys(String source, String type, String target, Direction half) {
    List<byte[]> keys = new ArrayList<>(2);
    if (half.includesOut()) {
      keys.add(RowKeys.edgeOut(source, type, target));
    }
    if (half.includesIn()) {
      keys.add(RowKeys.edgeIn(target, type, source));
    }
    return keys;
  }

  /**
   * Writes the rows as one transaction, logs them, and empties the list.
   *
   * @param done the input record that is completely processed with these rows; null if none is
   */
  private void write(RowList rows, @Nullable SourcePosition done) {
    if (done != null && !rows.hasValues()) {
      rows.put(PositionRow.key(done), PositionRow.value(done));
    }
    if (rows.size() > 0) {
      logged.putAll(rows.entries());
      rows.clear();
    }
    engine.advance(done);
  }

  /** The input record that is being processed; null within a punctuation. */
  private @Nullable SourcePosition currentRecord() {
    return context == null
        ? null
        : context
            .recordMetadata()
            .filter(at -> at.topic() != null && at.partition() >= 0 && at.offset() >= 0)
            .map(at -> new SourcePosition(at.topic(), at.partition(), at.offset()))
            .orElse(null);
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    this.context = context;
    logged.init(context, root);
  }

  @Override
  public void commit(Map<TopicPartition, Long> changelogOffsets) {
    logged.commit(changelogOffsets);
  }

  @Override
  public @Nullable Long committedOffset(TopicPartition partition) {
    return engine.committedOffset(partition);
  }

  // Deprecated since its introduction, and to be removed once all stores manage their offsets;
  // until then Kafka Streams calls it.
  @SuppressWarnings("deprecation")
  @Override
  public boolean managesOffsets() {
    return logged.managesOffsets();
  }

  @Override
  public void close() {
    logged.close();
  }

  @Override
  public boolean persistent() {
    return logged.persistent();
  }

  @Override
  public boolean isOpen() {
    return engine.isOpen();
  }

  @Override
  public <R> QueryResult<R> query(Query<R> query, PositionBound bound, QueryConfig config) {
    return logged.query(KeyedQuery.of(query), bound, config);
  }

  @Override
  public Position getPosition() {
    return engine.position().copy();
  }
}

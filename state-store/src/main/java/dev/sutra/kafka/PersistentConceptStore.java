package dev.sutra.kafka;

import dev.sutra.engine.EngineStats;
import dev.sutra.engine.Hit;
import dev.sutra.engine.NeighborPage;
import dev.sutra.engine.NeighborQuery;
import dev.sutra.engine.SimilarHits;
import dev.sutra.engine.SimilarQuery;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.TextSearch;
import dev.sutra.engine.TimelinePage;
import dev.sutra.engine.TimelineQuery;
import dev.sutra.record.Association;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.Direction;
import dev.sutra.record.Limits;
import dev.sutra.record.RowCursor;
import dev.sutra.record.RowKeys;
import dev.sutra.record.SourcePosition;
import dev.sutra.text.query.CorpusStatistics;
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
 * The typed store: turns calls into rows for the logged store, and reads from the engine directly.
 */
final class PersistentConceptStore implements ConceptStore {
  /** Rows of one transaction when a concept is deleted. */
  static final int DELETE_ROWS_MAX = 10_000;

  private final EngineStore engineStore;
  // Kafka's metering and changelogging around engineStore: what is written goes through it.
  private final KeyValueStore<Bytes, byte[]> logged;
  private @Nullable StateStoreContext context;

  PersistentConceptStore(EngineStore engineStore, KeyValueStore<Bytes, byte[]> logged) {
    this.engineStore = engineStore;
    this.logged = logged;
  }

  @Override
  public void put(Concept concept) {
    Limits.checkWrite(concept);
    Concept kept = concept;
    Concept old = concept(concept.id());
    if (old != null && old.createdAt() != concept.createdAt()) {
      kept = concept.toBuilder().createdAt(old.createdAt()).build();
    }
    SourcePosition source = currentRecord();
    RowList rows = new RowList();
    rows.put(RowKeys.concept(kept.id()), ConceptRow.encode(kept, source));
    write(rows, source);
  }

  @Override
  public boolean delete(String id, BiConsumer<Association, Direction> removed) {
    Limits.checkId("id", id);
    RowList rows = new RowList();
    boolean existed;
    try (Snapshot snapshot = engineStore.snapshot()) {
      byte[] key = RowKeys.concept(id);
      existed = snapshot.row(key) != null;
      if (existed) {
        rows.delete(key);
      }
      deleteHalves(snapshot, id, Direction.OUT, rows, removed);
      deleteHalves(snapshot, id, Direction.IN, rows, removed);
    }
    write(rows, currentRecord());
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
      // An IN half alone follows its source, which may have taken it before the rule was made.
      Limits.checkWrite(association);
    }
    SourcePosition source = currentRecord();
    RowList rows = new RowList();
    List<Association> kept = new ArrayList<>(2);
    try (Snapshot snapshot = engineStore.snapshot()) {
      for (byte[] key :
          keys(association.source(), association.type(), association.target(), half)) {
        byte[] old = snapshot.row(key);
        long createdAt =
            old == null ? association.createdAt() : AssociationRow.decode(key, old).createdAt();
        kept.add(withCreatedAt(association, createdAt));
        rows.put(key, AssociationRow.encode(kept.getLast(), source));
      }
    }
    write(rows, source);
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
    byte[] row = read(snapshot -> snapshot.row(key));
    return row == null ? null : AssociationRow.decode(key, row);
  }

  @Override
  public boolean dissociate(String source, String type, String target, Direction half) {
    checkNames(source, type, target);
    RowList rows = new RowList();
    try (Snapshot snapshot = engineStore.snapshot()) {
      for (byte[] key : keys(source, type, target, half)) {
        if (snapshot.row(key) != null) {
          rows.delete(key);
        }
      }
    }
    boolean found = rows.size() > 0;
    write(rows, currentRecord());
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

  private static Association withCreatedAt(Association association, long createdAt) {
    return association.createdAt() == createdAt
        ? association
        : new Association(
            association.source(),
            association.type(),
            association.target(),
            association.weight(),
            association.confidence(),
            createdAt,
            association.updatedAt());
  }

  /**
   * Writes the rows as one transaction, logs them, and empties the list.
   *
   * @param done the input record whose effect is complete with these rows, which those with a value
   *     name; or null
   */
  private void write(RowList rows, @Nullable SourcePosition done) {
    if (done != null && !rows.hasValues()) {
      rows.put(PositionRow.key(done), PositionRow.value(done));
    }
    if (rows.size() > 0) {
      logged.putAll(rows.entries());
      rows.clear();
    }
    engineStore.advance(done);
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

  private <T extends @Nullable Object> T read(Function<Snapshot, T> question) {
    try (Snapshot snapshot = engineStore.snapshot()) {
      return question.apply(snapshot);
    }
  }

  @Override
  public @Nullable Concept concept(String id) {
    return read(snapshot -> snapshot.concept(id));
  }

  @Override
  public NeighborPage neighbors(NeighborQuery query) {
    return read(snapshot -> snapshot.neighbors(query));
  }

  @Override
  public List<Hit> search(TextSearch query) {
    return read(snapshot -> snapshot.search(query));
  }

  @Override
  public CorpusStatistics corpusStatistics(String text) {
    return read(snapshot -> snapshot.corpusStatistics(text));
  }

  @Override
  public SimilarHits similar(SimilarQuery query) {
    return read(snapshot -> snapshot.similar(query));
  }

  @Override
  public TimelinePage timeline(TimelineQuery query) {
    return read(snapshot -> snapshot.timeline(query));
  }

  @Override
  public EngineStats stats() {
    return read(snapshot -> snapshot.stats());
  }

  @Override
  public String name() {
    return engineStore.name();
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
    return engineStore.committedOffset(partition);
  }

  // Deprecated from its birth: it goes when every store manages its offsets; until then it counts.
  @SuppressWarnings("deprecation")
  @Override
  public boolean managesOffsets() {
    return engineStore.managesOffsets();
  }

  @Override
  public void close() {
    logged.close();
  }

  @Override
  public boolean persistent() {
    return engineStore.persistent();
  }

  @Override
  public boolean isOpen() {
    return engineStore.isOpen();
  }

  @Override
  public <R> QueryResult<R> query(Query<R> query, PositionBound bound, QueryConfig config) {
    return logged.query(query, bound, config);
  }

  @Override
  public Position getPosition() {
    return engineStore.getPosition().copy();
  }
}

package dev.sutra.kafka;

import dev.sutra.engine.ConceptReader;
import dev.sutra.engine.EngineOptions;
import dev.sutra.engine.Snapshot;
import dev.sutra.engine.StorageEngine;
import dev.sutra.io.CorruptFileException;
import dev.sutra.kafka.metrics.Operation;
import dev.sutra.kafka.metrics.StoreMetrics;
import dev.sutra.record.Concept;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowSink;
import dev.sutra.record.SourcePosition;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.jspecify.annotations.Nullable;

/**
 * The engine of one task's store, with its position in the input and its changelog offsets.
 *
 * <p>Both are part of the engine's commit: after a restart they match the state. Writes do not
 * advance the position, since one input record may take several of them (see {@link #advance}).
 *
 * <p>Open, writes, commits and close belong to the thread that owns the task; all other methods are
 * safe for use by many threads.
 */
final class TaskEngine implements ChangelogCommits.Listener, BulkRestore.Target {
  private final String name;
  private final EngineOptions options;
  private final @Nullable ChangelogCommits commits;
  private volatile @Nullable StorageEngine engine;
  private volatile @Nullable BulkRestore restore;
  private volatile CommitData committed = CommitData.EMPTY;
  private volatile Position position = Position.emptyPosition();
  private volatile @Nullable StoreMetrics metrics;
  // Of the thread that writes.
  private @Nullable EncodedConcept announced;
  private @Nullable TopicPartition changelog;

  /**
   * Creates an engine that is not open yet.
   *
   * @param name of the store
   * @param commits where the open store registers for committed transactions; null: nowhere
   */
  TaskEngine(String name, EngineOptions options, @Nullable ChangelogCommits commits) {
    this.name = name;
    this.options = options;
    this.commits = commits;
  }

  @Override
  public String name() {
    return name;
  }

  EngineOptions options() {
    return options;
  }

  /**
   * Opens the engine at its last commit, unless it is open.
   *
   * @throws StoreSettingsException if it was created with other options
   * @throws ProcessorStateException if it is locked, corrupt or not accessible
   */
  void open(StateStoreContext context) {
    if (engine != null) {
      return;
    }
    Path directory = context.stateDir().toPath().resolve(name);
    StorageEngine opened = EngineOpening.open(name, context.applicationId(), directory, options);
    byte[] data = opened.commitData();
    try {
      CommitData last = data == null ? CommitData.EMPTY : CommitData.decode(data);
      committed = last;
      position = last.position().copy();
    } catch (RuntimeException e) {
      opened.close();
      throw new ProcessorStateException(
          "store " + name + " has unreadable commit data: " + e.getMessage(), e);
    }
    engine = opened;
    restore =
        new BulkRestore(this, opened.loader(), data == null, context.taskId().partition() >= 0);
    metrics = new StoreMetrics(context.metrics(), context.taskId().toString(), name, opened);
  }

  /** Closes the files without a commit. Idempotent. */
  void close() {
    BulkRestore restoring = restore;
    restore = null;
    if (restoring != null) {
      restoring.close();
    }
    StorageEngine closing = engine;
    engine = null;
    if (commits != null && changelog != null) {
      commits.closed(changelog, this);
    }
    StoreMetrics shown = metrics;
    if (shown != null) {
      shown.close();
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

  /**
   * Announces a concept whose row is about to be written through Kafka's layers. These hand on the
   * array of its value, by which {@link #takeAnnounced} finds the concept.
   */
  void announce(EncodedConcept concept) {
    announced = concept;
  }

  /** The announced concept, once, if this very array is its value; otherwise null. */
  @Nullable Concept takeAnnounced(byte @Nullable [] value) {
    EncodedConcept last = announced;
    if (last == null || last.value() != value) {
      return null;
    }
    announced = null;
    return last.concept();
  }

  /** Applies rows, if there are any, as one transaction. */
  void apply(RowBatch rows) {
    if (rows.isEmpty()) {
      return;
    }
    settle();
    onEngine("write", open -> open.apply(rows));
    recordWrites(rows.size());
  }

  private void recordWrites(int rows) {
    StoreMetrics shown = metrics;
    if (shown != null) {
      shown.recordWrites(rows);
    }
  }

  /** Loads a batch of a restore in bulk, or returns false; see {@link BulkRestore#add}. */
  boolean load(int count, Consumer<RowSink> rows, Runnable installed) {
    BulkRestore restoring = restore;
    boolean loaded = restoring != null && restoring.add(count, rows, installed);
    recordWrites(loaded ? count : 0);
    return loaded;
  }

  /** Lets a read or write see all that was restored, if the restore has ended. */
  private void settle() {
    BulkRestore restoring = restore;
    if (restoring != null) {
      restoring.settle();
    }
  }

  /** Advances the position: all effects of this record are written. Null changes nothing. */
  void advance(@Nullable SourcePosition source) {
    if (source != null) {
      position.withComponent(source.topic(), source.partition(), source.offset());
    }
  }

  /** The live position; callers must not change it. */
  Position position() {
    settle();
    return position;
  }

  @Override
  public Position livePosition() {
    return position;
  }

  /** The position as of the last commit, never changed. */
  Position committedPosition() {
    settle();
    return committed.position();
  }

  @Override
  public CommitData committed() {
    return committed;
  }

  @Override
  public void commit(Map<TopicPartition, Long> offsets) {
    long started = started(Operation.COMMIT);
    BulkRestore restoring = restore;
    if (restoring == null) {
      throw notOpen();
    }
    restoring.commit(offsets);
    ended(Operation.COMMIT, started);
  }

  @Override
  public void commitNow(CommitData next) {
    onEngine("commit", open -> open.commit(next.encode()));
    committed = next;
  }

  /** The changelog offset of the last commit, or null; registers the store for transactions. */
  @Nullable Long committedOffset(TopicPartition changelog) {
    if (commits != null && engine != null) {
      this.changelog = changelog;
      commits.opened(changelog, this);
    }
    return committed.offsets().get(changelog);
  }

  /** The current state. */
  Snapshot snapshot() {
    settle();
    return engine().snapshot();
  }

  /** The state as of the last commit. */
  Snapshot committedSnapshot() {
    settle();
    return engine().committedSnapshot();
  }

  /** A reader of this state whose answers are recorded. */
  ConceptReader metered(Snapshot snapshot) {
    StoreMetrics shown = metrics;
    return shown == null ? snapshot : shown.metered(snapshot);
  }

  /** The start of an operation, for {@link #ended}; 0 if it is not recorded. */
  long started(Operation operation) {
    StoreMetrics shown = metrics;
    return shown == null ? 0 : shown.started(operation);
  }

  /** Records an operation that has succeeded, unless it is not recorded. */
  void ended(Operation operation, long started) {
    StoreMetrics shown = metrics;
    if (shown != null) {
      shown.ended(operation, started);
    }
  }

  /** Records a restored batch of the changelog. */
  void restored(int rows, long started) {
    StoreMetrics shown = metrics;
    if (shown != null) {
      shown.recordRestored(rows);
      shown.ended(Operation.RESTORE, started);
    }
  }

  private StorageEngine engine() {
    StorageEngine open = engine;
    if (open == null) {
      throw notOpen();
    }
    return open;
  }

  private InvalidStateStoreException notOpen() {
    return new InvalidStateStoreException("store " + name + " is not open");
  }

  @Override
  public void onEngine(String what, Consumer<StorageEngine> action) {
    try {
      action.accept(engine());
    } catch (UncheckedIOException | CorruptFileException e) {
      throw new ProcessorStateException(
          "store " + name + " failed to " + what + ": " + e.getMessage(), e);
    }
  }
}

package dev.sutra.engine;

import dev.sutra.io.FileSystemStorage;
import dev.sutra.io.Storage;
import dev.sutra.lsm.Tree;
import dev.sutra.lsm.TreeTransaction;
import dev.sutra.lsm.core.Counters;
import dev.sutra.lsm.core.TreeLimits;
import dev.sutra.lsm.read.TreeSnapshot;
import dev.sutra.record.Association;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.Limits;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An embedded store of concepts and associations.
 *
 * <p>Writes are serialized. Reads use {@link #snapshot()} and do not block. I/O errors are thrown
 * as {@link UncheckedIOException}, corruption as {@link dev.sutra.io.CorruptFileException}. After a
 * failed write to its log, the store rejects writes until it is reopened. Failed flushes and
 * compactions are retried automatically; a writer that waits for one fails if retries keep failing,
 * and may try again later. Thread-safe.
 */
public final class StorageEngine implements AutoCloseable {
  private final Storage storage;
  private final Tree tree;
  private final RecallProbe probe = new RecallProbe();
  private final ReentrantLock closing = new ReentrantLock();

  private StorageEngine(Storage storage, Tree tree) {
    this.storage = storage;
    this.tree = tree;
  }

  /**
   * Opens a store, creating it in an empty or missing directory.
   *
   * @throws dev.sutra.io.DirectoryLockedException if it is open already
   * @throws IllegalArgumentException if the store in the directory has another dimension,
   *     similarity or analyzer, or the analyzer is unknown
   * @throws dev.sutra.io.CorruptFileException if the store is damaged
   * @throws IOException if the directory cannot be read or written
   */
  public static StorageEngine open(Path directory, EngineOptions options) throws IOException {
    return open(FileSystemStorage.open(directory), options);
  }

  /**
   * Opens an existing store with its stored options: dimension, similarity, analyzer, and an outer
   * log if it has ever had one.
   *
   * @throws dev.sutra.io.DirectoryLockedException if it is open already
   * @throws dev.sutra.io.CorruptFileException if the store is damaged
   * @throws IOException if there is no store, or it cannot be read or written
   */
  public static StorageEngine openExisting(Path directory) throws IOException {
    FileSystemStorage storage = FileSystemStorage.openExisting(directory);
    EngineOptions options;
    try {
      options = StoredOptions.read(storage);
    } catch (IOException | RuntimeException e) {
      storage.close();
      throw e;
    }
    return open(storage, options);
  }

  /** Opens a store in any storage. Closing the store closes the storage. */
  static StorageEngine open(Storage storage, EngineOptions options) throws IOException {
    return open(storage, options, TreeLimits.DEFAULT);
  }

  /** Opens a store with non-default limits. Limits are not stored. */
  static StorageEngine open(Storage storage, EngineOptions options, TreeLimits limits)
      throws IOException {
    try {
      return new StorageEngine(storage, Tree.open(storage, options.ofTree(limits)));
    } catch (IOException | RuntimeException e) {
      storage.close();
      throw e;
    }
  }

  /**
   * Writes a concept in one transaction, replacing an existing one with the same id.
   *
   * @throws IllegalArgumentException if its vector does not fit the store's dimension or
   *     similarity, or its id contains a control character
   */
  public void put(Concept concept) {
    concept.checkWritable();
    RowBatch rows = new RowBatch();
    rows.put(RowKeys.concept(concept.id()), ConceptRow.encode(concept, null), concept);
    tree.apply(rows);
  }

  /** Deletes a concept and its associations in both directions, in one transaction. */
  public void delete(String id) {
    Limits.checkId("id", id);
    tree.update(now -> ConceptRemoval.rows(id, now::scan));
  }

  /** Writes both halves of an association in one transaction. */
  public void associate(Association association) {
    association.checkWritable();
    byte[] value = AssociationRow.encode(association, null);
    RowBatch rows = new RowBatch();
    rows.put(
        RowKeys.edgeOut(association.source(), association.type(), association.target()), value);
    rows.put(RowKeys.edgeIn(association.target(), association.type(), association.source()), value);
    tree.apply(rows);
  }

  /** Deletes both halves of an association in one transaction. */
  public void dissociate(String source, String type, String target) {
    Limits.checkId("source", source);
    Limits.checkType(type);
    Limits.checkId("target", target);
    RowBatch rows = new RowBatch();
    ConceptRemoval.deleteHalves(rows, source, type, target);
    tree.apply(rows);
  }

  /**
   * Begins a transaction. The caller must close it.
   *
   * @throws IllegalStateException if the store is closed or rejects writes
   */
  public Transaction begin() {
    TreeTransaction begun = tree.begin();
    return new Transaction(begun, view(begun.snapshot()));
  }

  /**
   * Applies rows as one transaction.
   *
   * @throws IllegalArgumentException if a row is invalid for this store; then nothing is applied
   */
  public void apply(RowBatch rows) {
    tree.apply(rows);
  }

  /** Loads rows in bulk, as the restore of a store from its outer log does. */
  public BulkLoader loader() {
    return new BulkLoader(tree.loads());
  }

  /**
   * Commits all transactions so far. For stores with an outer log.
   *
   * @param data the position in the outer log; {@link #commitData()} returns it from now on, also
   *     after a crash
   */
  public void commit(byte[] data) {
    tree.commit(data);
  }

  /** The data of the last {@link #commit}; null before the first one. */
  public byte @Nullable [] commitData() {
    byte[] data = tree.commitData();
    return data.length == 0 ? null : data;
  }

  /**
   * Discards everything after the last {@link #commit}, as reopening the store would. {@link
   * #commitData()} returns the position from which to replay the outer log. Open snapshots remain
   * valid. Open {@link Transaction}s can no longer be committed, and concurrent writes fail with an
   * {@link IllegalStateException}.
   *
   * @throws IllegalStateException if the store has no outer log, is closed, or rejects writes
   */
  public void rollbackToCommit() {
    tree.rollbackToCommit();
  }

  /** A snapshot of the current state. */
  public Snapshot snapshot() {
    return view(tree.snapshot());
  }

  /** A snapshot of the state at the last {@link #commit}. */
  public Snapshot committedSnapshot() {
    return view(tree.committedSnapshot());
  }

  private EngineSnapshot view(TreeSnapshot pinned) {
    return new EngineSnapshot(pinned, probe, this::stats);
  }

  /**
   * Flushes the memtable to a segment and waits until the segment is installed.
   *
   * @throws UncheckedIOException if flushing fails repeatedly; the engine keeps retrying in the
   *     background
   */
  public void flush() {
    tree.flush();
  }

  /**
   * Flushes, merges all segments into one, and waits for the result.
   *
   * @throws UncheckedIOException if the merge fails; the store remains usable
   */
  public void compact() {
    tree.compact();
  }

  /**
   * Backs up the open store. The backup is consistent as of one moment during the call and contains
   * every write acknowledged before the call. Segments are hard-linked if the target is on the same
   * file system, else copied. The backup is a store; {@link StoreBackup#restore} copies it back.
   * The call flushes first. Flushes and compactions wait while the logs are copied.
   *
   * @param target empty or missing directory
   * @throws java.nio.file.DirectoryNotEmptyException if the target is not empty
   * @throws IllegalStateException if the store is closed or rejects writes
   * @throws IOException if the target cannot be written; it is then not a valid store
   */
  public void backup(Path target) throws IOException {
    if (!(storage instanceof FileSystemStorage files)) {
      throw new UnsupportedOperationException("a store in " + storage.describe() + " has no files");
    }
    BackupDirectory.requireEmpty(target);
    try (FileSystemStorage directory = FileSystemStorage.open(target)) {
      tree.backup(new BackupDirectory(files, directory, true));
    }
  }

  /**
   * Flushes, and trains a new codebook from all vectors. The store does this automatically when it
   * has 4,096 vectors, and each time their number has grown fourfold. Segments are encoded in the
   * background; vectors without codes are compared exactly. Reads and writes continue.
   *
   * @throws IllegalStateException if there are fewer than 1,024 vectors, or the store is closed
   * @throws UncheckedIOException if the codebook cannot be written; the store remains usable
   */
  public void trainQuantizer() {
    tree.train();
  }

  /** The statistics of the current state. */
  public EngineStats stats() {
    try (Snapshot snapshot = snapshot()) {
      return snapshot.stats();
    }
  }

  private EngineStats stats(TreeSnapshot pinned) {
    Counters counters = pinned.counters();
    long pendingTexts = pinned.pendingTexts(); // First, because counting the texts indexes them.
    return new EngineStats(
        counters.concepts(),
        counters.associations(),
        counters.vectors(),
        pinned.textTotals().texts(),
        pendingTexts,
        pinned.sequence(),
        pinned.segments(),
        tree.diskBytes(pinned),
        pinned.memoryBytes(),
        MaintenanceStats.of(tree.work(), pinned),
        SimilarityStats.of(pinned.vectors(), probe.result()));
  }

  /**
   * Stops background work and releases the directory. The next open restores acknowledged
   * transactions, within the limits of {@link Durability} and of the last commit under an outer
   * log. Idempotent.
   */
  @Override
  public void close() {
    closing.lock();
    // Releases the directory even if closing fails, and only after the tree is closed.
    try (storage) {
      tree.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      closing.unlock();
    }
  }
}

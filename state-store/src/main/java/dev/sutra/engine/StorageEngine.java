package dev.sutra.engine;

import dev.sutra.io.FileSystemStorage;
import dev.sutra.io.Storage;
import dev.sutra.lsm.Tree;
import dev.sutra.lsm.TreeLimits;
import dev.sutra.lsm.TreeOptions;
import dev.sutra.lsm.TreeTransaction;
import dev.sutra.record.Association;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.Limits;
import dev.sutra.record.RowBatch;
import dev.sutra.record.RowKeys;
import dev.sutra.text.analysis.TextAnalyzer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An embedded store of concepts and associations.
 *
 * <p>Writes are serialized; reads go through {@link #snapshot()} and block nobody. I/O errors come
 * as {@link UncheckedIOException}, damage as {@link dev.sutra.io.CorruptFileException}. After a
 * failed write of its log the store takes no more writes until it is opened again. Flushes and
 * compactions that fail are tried again by themselves; where writers have to wait for that, and it
 * stays impossible, they are told, and may try again later. Thread-safe.
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
   * @throws IllegalArgumentException if the directory's store has another dimension, similarity or
   *     analyzer, or there is no such analyzer
   * @throws dev.sutra.io.CorruptFileException if the store is damaged
   * @throws IOException if the directory cannot be read or written
   */
  public static StorageEngine open(Path directory, EngineOptions options) throws IOException {
    return open(FileSystemStorage.open(directory), options);
  }

  /**
   * Opens a store that is there with what it was made with: dimension, similarity, analyzer, and an
   * outer log if it has ever had one.
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

  /** Opens a store in any storage, which is closed with it. */
  static StorageEngine open(Storage storage, EngineOptions options) throws IOException {
    return open(storage, options, TreeLimits.DEFAULT);
  }

  /** Opens a store with limits other than the ordinary ones, which are not stored. */
  static StorageEngine open(Storage storage, EngineOptions options, TreeLimits limits)
      throws IOException {
    try {
      TreeOptions treeOptions =
          new TreeOptions(
              options.dimension(),
              options.similarity(),
              TextAnalyzer.named(options.analyzer()),
              options.outerLog(),
              options.durability() != Durability.NONE,
              options.durability() == Durability.SYNC,
              options.memtableBytesMax(),
              options.compactionRate(),
              limits);
      return new StorageEngine(storage, Tree.open(storage, treeOptions));
    } catch (IOException | RuntimeException e) {
      storage.close();
      throw e;
    }
  }

  /**
   * Sets a concept, replacing the one of the same id: one transaction.
   *
   * @throws IllegalArgumentException if its vector does not fit the store's dimension or
   *     similarity, or its id holds a control character
   */
  public void put(Concept concept) {
    Limits.checkWrite(concept);
    RowBatch rows = new RowBatch();
    rows.put(RowKeys.concept(concept.id()), ConceptRow.encode(concept, null));
    tree.apply(rows);
  }

  /** Removes a concept and its associations in both directions: one transaction. */
  public void delete(String id) {
    Limits.checkId("id", id);
    tree.update(now -> ConceptRemoval.rows(id, now::scan));
  }

  /** Sets an association, both halves: one transaction. */
  public void associate(Association association) {
    Limits.checkWrite(association);
    byte[] value = AssociationRow.encode(association, null);
    RowBatch rows = new RowBatch();
    rows.put(
        RowKeys.edgeOut(association.source(), association.type(), association.target()), value);
    rows.put(RowKeys.edgeIn(association.target(), association.type(), association.source()), value);
    tree.apply(rows);
  }

  /** Removes an association, both halves: one transaction. */
  public void dissociate(String source, String type, String target) {
    Limits.checkId("source", source);
    Limits.checkType(type);
    Limits.checkId("target", target);
    RowBatch rows = new RowBatch();
    ConceptRemoval.deleteHalves(rows, source, type, target);
    tree.apply(rows);
  }

  /**
   * Begins a transaction, to be closed by its user.
   *
   * @throws IllegalStateException if the store is closed or takes no writes
   */
  public Transaction begin() {
    TreeTransaction begun = tree.begin();
    return new Transaction(begun, new EngineSnapshot(tree, begun.snapshot(), probe));
  }

  /**
   * Applies rows as one transaction.
   *
   * @throws IllegalArgumentException if a row is not valid for this store; nothing is applied
   */
  public void apply(RowBatch rows) {
    tree.apply(rows);
  }

  /**
   * Commits all transactions so far, under an outer log.
   *
   * @param data what {@link #commitData()} returns from now on, after a crash too: where the outer
   *     log stands
   */
  public void commit(byte[] data) {
    tree.commit(data);
  }

  /** What the last {@link #commit} left, or null before the first. */
  public byte @Nullable [] commitData() {
    byte[] data = tree.commitData();
    return data.length == 0 ? null : data;
  }

  /**
   * Drops everything after the last {@link #commit}, as opening the store again would; {@link
   * #commitData()} says where the outer log has to go on. Snapshots stay what they are; a {@link
   * Transaction} that is open cannot be committed any more, and a write that comes meanwhile fails
   * with an {@link IllegalStateException}.
   *
   * @throws IllegalStateException if the store has no outer log, is closed or takes no writes
   */
  public void rollbackToCommit() {
    tree.rollbackToCommit();
  }

  /** The store as it is now. */
  public Snapshot snapshot() {
    return new EngineSnapshot(tree, tree.snapshot(), probe);
  }

  /** The store as of the last {@link #commit}. */
  public Snapshot committedSnapshot() {
    return new EngineSnapshot(tree, tree.committedSnapshot(), probe);
  }

  /**
   * Writes the memtable to a segment and waits until it is installed.
   *
   * @throws UncheckedIOException if that fails again and again; it goes on being tried
   */
  public void flush() {
    tree.flush();
  }

  /**
   * Flushes, merges all segments into one and waits for it.
   *
   * @throws UncheckedIOException if that fails; the store goes on as before
   */
  public void compact() {
    tree.compact();
  }

  /**
   * Makes a backup while writing goes on: the store as of a moment between the call and its return,
   * with every write that was acknowledged before the call. Segments are hard-linked where the
   * target lies on the same file system, else copied. The backup is a store; {@link
   * StoreBackup#restore} copies it back. Flushes first; flushes and compactions of the meantime
   * wait while the logs are copied.
   *
   * @param target empty or missing directory
   * @throws java.nio.file.DirectoryNotEmptyException if the target holds anything
   * @throws IllegalStateException if the store is closed or takes no writes
   * @throws IOException if the target cannot be written; what is there is no store then
   */
  public void backup(Path target) throws IOException {
    if (!(storage instanceof FileSystemStorage files)) {
      throw new UnsupportedOperationException("a store in " + storage.describe() + " has no files");
    }
    StoreBackup.backup(files, tree, target);
  }

  /**
   * Flushes, and learns from all vectors how to cut their space into cells and to code them, as the
   * store does by itself when it has 4,096 vectors and each time that these have grown fourfold.
   * Segments are coded in the background; until then, and where no codes are, vectors are compared
   * exactly. Reads and writes go on meanwhile.
   *
   * @throws IllegalStateException if there are fewer than 1,024 vectors, or the store is closed
   * @throws UncheckedIOException if it cannot be written; the store goes on as before
   */
  public void trainQuantizer() {
    tree.train();
  }

  public EngineStats stats() {
    try (Snapshot snapshot = snapshot()) {
      return snapshot.stats();
    }
  }

  /**
   * Stops background work and releases the directory. Transactions that were acknowledged are there
   * at the next open, as far as durability and the outer log's commit go. Idempotent.
   */
  @Override
  public void close() {
    closing.lock();
    // The directory is let go of whatever fails, and not before the tree is closed.
    try (storage) {
      tree.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      closing.unlock();
    }
  }
}

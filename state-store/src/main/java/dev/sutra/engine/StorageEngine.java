package dev.sutra.engine;

import dev.sutra.record.Association;
import dev.sutra.record.Concept;
import dev.sutra.record.RowBatch;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An embedded store of concepts and associations.
 *
 * <p>Writes are serialized; reads go through {@link #snapshot()} and block nobody. I/O errors come
 * as {@link java.io.UncheckedIOException}, damage as {@link dev.sutra.io.CorruptFileException}.
 * Thread-safe.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class StorageEngine implements AutoCloseable {
  private StorageEngine() {}

  /**
   * Opens a store, creating it in an empty or missing directory.
   *
   * @throws dev.sutra.io.DirectoryLockedException if it is open already
   * @throws IllegalArgumentException if the directory's store has another dimension, similarity or
   *     analyzer
   * @throws IOException if the directory cannot be read or written
   */
  public static StorageEngine open(Path directory, EngineOptions options) throws IOException {
    throw new IOException(directory + " " + options);
  }

  /** Sets a concept, replacing the one of the same id: one transaction. */
  public void put(Concept concept) {
    throw new IllegalStateException();
  }

  /** Removes a concept and its associations in both directions: one transaction. */
  public void delete(String id) {
    throw new IllegalStateException();
  }

  /** Sets an association, both halves: one transaction. */
  public void associate(Association association) {
    throw new IllegalStateException();
  }

  /** Removes an association, both halves: one transaction. */
  public void dissociate(String source, String type, String target) {
    throw new IllegalStateException();
  }

  /**
   * Applies rows as one transaction.
   *
   * @throws IllegalArgumentException if a row is not valid for this store; nothing is applied
   */
  public void apply(RowBatch rows) {
    throw new IllegalStateException();
  }

  /**
   * Commits all transactions so far, under an outer log.
   *
   * @param data what {@link #commitData()} returns from now on, after a crash too: where the outer
   *     log stands
   */
  public void commit(byte[] data) {
    throw new IllegalStateException();
  }

  /** What the last {@link #commit} left, or null. */
  public byte @Nullable [] commitData() {
    throw new IllegalStateException();
  }

  /** The store as it is now. */
  public Snapshot snapshot() {
    throw new IllegalStateException();
  }

  /** The store as of the last {@link #commit}. */
  public Snapshot committedSnapshot() {
    throw new IllegalStateException();
  }

  /** Writes the memtable to a segment and waits until it is installed. */
  public void flush() {
    throw new IllegalStateException();
  }

  /** Merges all segments into one and waits for it. */
  public void compact() {
    throw new IllegalStateException();
  }

  public EngineStats stats() {
    throw new IllegalStateException();
  }

  /** Stops background work and releases the directory. Flushes nothing. Idempotent. */
  @Override
  public void close() {
    throw new IllegalStateException();
  }
}

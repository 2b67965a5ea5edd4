package dev.sutra.io;

import java.io.IOException;
import java.util.List;

/**
 * A flat directory of named files. The engine does all its I/O through this interface.
 *
 * <p>The engine chooses the names, never users. Written bytes are durable only after {@link
 * OutputFile#force()}; created, renamed and deleted names only after {@link #syncDirectory()}.
 * Tests substitute implementations that lose, tear, reorder and fail I/O. Thread-safe.
 */
public interface Storage extends AutoCloseable {
  /** Creates a file for appending; fails if it exists. */
  OutputFile create(String name) throws IOException;

  /** Maps a whole file for reading. */
  MappedFile map(String name) throws IOException;

  /** Reads a whole file of at most {@code bytesMax} bytes onto the heap. */
  byte[] read(String name, int bytesMax) throws IOException;

  /** Truncates a file that is not open to {@code length} bytes and forces it. */
  void truncate(String name, long length) throws IOException;

  /** Renames atomically, replacing {@code to}. */
  void rename(String from, String to) throws IOException;

  void delete(String name) throws IOException;

  boolean exists(String name) throws IOException;

  /** Length of a file in bytes. */
  long size(String name) throws IOException;

  /** Names of all files, in order. */
  List<String> list() throws IOException;

  /** Makes created, renamed and deleted names durable. */
  void syncDirectory() throws IOException;

  /** The location of the files, for messages. */
  String describe();

  /** Releases the directory for other processes. Idempotent. */
  @Override
  void close() throws IOException;
}

package dev.sutra.bench.rows;

import org.jspecify.annotations.Nullable;

/** Rows of bytes, ordered by key: what Sutra's engine and RocksDB have in common. */
interface RowStore extends AutoCloseable {
  /** What is promised of a write when its call returns. */
  enum Log {
    /** Nothing: another log is the truth. */
    NONE,
    /** It survives the death of the process. */
    WRITTEN,
    /** It survives a power cut. */
    SYNCED
  }

  void put(byte[] key, byte[] value) throws Exception;

  /** Writes rows {@code from} to {@code to} in one transaction. */
  void putAll(byte[][] keys, byte[][] values, int from, int to) throws Exception;

  byte @Nullable [] get(byte[] key) throws Exception;

  /** Reads key and value of each row whose key begins so; returns their number. */
  int scan(byte[] prefix) throws Exception;

  /** Writes what is in memory to files. */
  void flush() throws Exception;

  /** Flushes, and waits until no more merging goes on. */
  void settle() throws Exception;

  @Override
  void close();
}

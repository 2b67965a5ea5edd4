package dev.sutra.io;

import java.lang.foreign.MemorySegment;

/**
 * A whole file mapped read-only. Reading {@link #memory()} after {@link #close()} throws {@link
 * IllegalStateException}; it cannot crash the JVM. Safe for use by many threads.
 */
public interface MappedFile extends AutoCloseable {
  String name();

  MemorySegment memory();

  /**
   * Unmaps the file. Idempotent. The owner ensures that there are no readers left; for one that
   * remains, this waits at most for a running native call, and its next access throws.
   */
  @Override
  void close();
}

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
   * Unmaps. Idempotent; the owner knows that the last reader has left. Of one that has not, it
   * waits at most for a native call over the memory; what that reader does next throws.
   */
  @Override
  void close();
}

package dev.sutra.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file open for appending. Not thread-safe, except that one thread may force while another
 * writes.
 */
public interface OutputFile extends AutoCloseable {
  /** Appends all remaining bytes of the buffer. */
  void write(ByteBuffer bytes) throws IOException;

  /** Makes all bytes written before the call durable. */
  void force() throws IOException;

  /** Closes without forcing. Idempotent. */
  @Override
  void close() throws IOException;
}

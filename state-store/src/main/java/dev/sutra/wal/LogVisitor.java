package dev.sutra.wal;

import dev.sutra.record.RowBatch;
import java.io.IOException;

/** Is told the frames of a log file in order. */
public interface LogVisitor {
  /**
   * A transaction.
   *
   * @param committed whether it counts without a commit frame
   * @param rows valid during the call only
   * @param end where in the file the frame ends
   */
  void transaction(long sequence, boolean committed, RowBatch rows, long end) throws IOException;

  /**
   * A commit of all transactions up to {@code sequence}, in this file or before.
   *
   * @param data as it was appended; the visitor may keep it
   * @param end where in the file the frame ends
   */
  void commit(long sequence, byte[] data, long end) throws IOException;
}

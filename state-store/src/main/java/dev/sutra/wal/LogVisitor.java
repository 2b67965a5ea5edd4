package dev.sutra.wal;

import dev.sutra.record.RowBatch;
import java.io.IOException;

/** Receives the frames of a log file in order. */
public interface LogVisitor {
  /**
   * A transaction.
   *
   * @param committed whether it is committed without a commit frame
   * @param rows valid during the call only
   * @param end offset of the end of the frame in the file
   */
  void transaction(long sequence, boolean committed, RowBatch rows, long end) throws IOException;

  /**
   * A commit of all transactions up to {@code sequence}, in this file or before.
   *
   * @param data as appended; the visitor may keep the array
   * @param end offset of the end of the frame in the file
   */
  void commit(long sequence, byte[] data, long end) throws IOException;
}

package dev.sutra.lsm;

import dev.sutra.io.Storage;
import dev.sutra.record.RowBatch;
import dev.sutra.wal.LogWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The log of the active memtable: the files that hold its transactions, the last of them open for
 * writing once there is something to write. Guarded by the tree's lock.
 */
final class ActiveLog {
  private final Storage storage;
  private final TreeOptions options;
  private final LongSupplier fileNumbers;
  private final List<Long> numbers;
  private @Nullable LogWriter writer;
  private long firstSequence;

  /** Starts with what recovery found. */
  ActiveLog(
      Storage storage,
      TreeOptions options,
      LongSupplier fileNumbers,
      Recovery.Recovered recovered) {
    this.storage = storage;
    this.options = options;
    this.fileNumbers = fileNumbers;
    this.numbers = new ArrayList<>(recovered.logs());
    this.firstSequence = recovered.firstSequence();
  }

  /** Appends a transaction, and brings it as far as the options ask for. */
  void append(long sequence, RowBatch rows) throws IOException {
    LogWriter log = writer();
    log.appendTransaction(sequence, rows, !options.outerLog());
    if (options.forceLog()) {
      log.sync();
    } else if (options.flushLog()) {
      log.flush();
    }
    if (firstSequence == 0) {
      firstSequence = sequence;
    }
  }

  /** Appends a commit and flushes it; forces it if asked to. */
  void appendCommit(CommitPoint commit, boolean force) throws IOException {
    LogWriter log = writer();
    log.appendCommit(commit.sequence(), commit.encode());
    if (force) {
      log.sync();
    } else {
      log.flush();
    }
  }

  /** The memtable with its log, which is this one's no more: the next append begins another. */
  SealedMemtable seal(ReadState state, CommitPoint commit) throws IOException {
    if (writer != null) {
      // A later commit may be on the disk only once everything before it is.
      writer.sync();
      writer.close();
      writer = null;
    }
    SealedMemtable sealed =
        new SealedMemtable(
            state.active(), firstSequence, state.counters(), commit, List.copyOf(numbers));
    numbers.clear();
    firstSequence = 0;
    return sealed;
  }

  /** Numbers of the files, ascending. */
  List<Long> numbers() {
    return numbers;
  }

  /** Bytes of the file that is written to. */
  long length() {
    return writer == null ? 0 : writer.length();
  }

  /** Hands what was appended to the operating system, and closes the file in every case. */
  void close() throws IOException {
    if (writer != null) {
      writer.close();
    }
  }

  private LogWriter writer() throws IOException {
    LogWriter current = writer;
    if (current == null) {
      long number = fileNumbers.getAsLong();
      current = LogWriter.create(storage, number);
      numbers.add(number);
      writer = current;
    }
    return current;
  }
}

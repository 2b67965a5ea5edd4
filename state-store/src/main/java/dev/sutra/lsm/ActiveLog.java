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
    log.appendCommit(commit.sequence(), commit.data());
    if (force) {
      log.sync();
    } else {
      log.flush();
    }
  }

  /** The memtable with its log, which is this one's no more: the next append begins another. */
  SealedMemtable seal(ReadState state, CommitPoint commit) throws IOException {
    if (writer != null) {
      // A later commit stands in another file, and must not be there without what it commits.
      writer.flush();
    }
    SealedMemtable sealed =
        new SealedMemtable(
            state.active(), firstSequence, state.counters(), commit, List.copyOf(numbers), writer);
    writer = null;
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

  /** Closes the logs of sealed memtables and its own: all of them, also where one fails. */
  void close(List<SealedMemtable> memtables) throws IOException {
    List<@Nullable LogWriter> logs = new ArrayList<>();
    for (SealedMemtable sealed : memtables) {
      logs.add(sealed.log());
    }
    logs.add(writer);
    IOException failed = null;
    for (LogWriter log : logs) {
      try {
        if (log != null) {
          log.close();
        }
      } catch (IOException e) {
        failed = failed == null ? e : failed;
      }
    }
    if (failed != null) {
      throw failed;
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

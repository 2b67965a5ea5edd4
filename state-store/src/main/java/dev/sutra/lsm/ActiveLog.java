package dev.sutra.lsm;

import dev.sutra.io.Storage;
import dev.sutra.memtable.Memtable;
import dev.sutra.record.RowBatch;
import dev.sutra.wal.LogWriter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The log of the active memtable: the files that hold its transactions, the last of them open for
 * writing once there is something to write; and the files of sealed memtables that are not forced
 * yet. Guarded by the tree's lock.
 *
 * <p>Files are forced in their order. Where each transaction is forced, nothing is written to a
 * file before all older ones are, and the file says so: a gap before it is damage then.
 */
final class ActiveLog {
  /** A place in the log, and what is on the disk once the log is forced up to it. */
  record Mark(LogWriter writer, long length, long sequence, Counters counters) {
    boolean isForced() {
      return writer.forced() >= length;
    }

    /** Forces the file; beside appends, but one at a time. */
    void force() throws IOException {
      writer.force();
    }
  }

  private final Storage storage;
  private final TreeOptions options;
  private final LongSupplier fileNumbers;
  private final List<Long> numbers;
  // Ends of finished files that are not forced, oldest first.
  private final Deque<Mark> finished = new ArrayDeque<>();
  private @Nullable LogWriter writer;
  private long firstSequence;
  // Of the files that recovery found.
  private long recoveredBytes;

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
    this.recoveredBytes = recovered.state().logBytes();
  }

  /**
   * Whether rows can be appended without that anything is written too early.
   *
   * @param rows null if they are not known
   */
  boolean hasRoom(@Nullable RowBatch rows) {
    return !options.forceLog()
        || finished.isEmpty()
        || (rows != null && LogWriter.fits(writer, rows));
  }

  /** Whether all finished files are forced. */
  boolean isFinishedForced() {
    return finished.isEmpty();
  }

  /** Whether the files of a sealed memtable are forced. */
  boolean isForced(SealedMemtable sealed) {
    for (Mark mark : finished) {
      if (mark.sequence <= sealed.memtable().lastSequence()) {
        return false;
      }
    }
    return true;
  }

  /** Appends a transaction, and hands it to the operating system if the options ask for that. */
  void append(long sequence, RowBatch rows) throws IOException {
    LogWriter log = writer();
    log.appendTransaction(sequence, rows, !options.outerLog());
    if (options.flushLog() && !options.forceLog()) {
      log.flush();
    }
    if (firstSequence == 0) {
      firstSequence = sequence;
    }
  }

  /** Appends a commit, and hands all to the operating system. */
  Mark appendCommit(CommitPoint commit, Counters counters) throws IOException {
    LogWriter log = writer();
    log.appendCommit(commit.sequence(), commit.encode());
    log.flush();
    return new Mark(log, log.flushed(), commit.sequence(), counters);
  }

  /**
   * What is to be forced next, handed to the operating system: the oldest finished file, or the
   * present one up to its end.
   *
   * @param sequence last transaction in the log
   * @param counters totals as of that
   */
  @Nullable Mark next(long sequence, Counters counters) throws IOException {
    if (!finished.isEmpty()) {
      finished.getFirst().writer.flush();
      return finished.getFirst();
    }
    if (writer == null) {
      return null;
    }
    writer.flush();
    return new Mark(writer, writer.flushed(), sequence, counters);
  }

  /** Takes note that the log is forced up to a mark, which was the next. */
  void forced(Mark mark) throws IOException {
    mark.writer.forcedTo(mark.length);
    if (mark.equals(finished.peekFirst())) {
      finished.removeFirst();
      mark.writer.close();
    }
  }

  /** Hands to the operating system what may be written by now. */
  void flush() throws IOException {
    if (writer != null && hasRoom(null)) {
      writer.flush();
    }
  }

  /** The memtable with its log, which is this one's no more: the next append begins another. */
  SealedMemtable seal(Memtable active, Counters counters, CommitPoint commit) throws IOException {
    long bytes = bytes();
    LogWriter last = writer;
    if (last != null) {
      flush();
      finished.add(new Mark(last, last.length(), active.lastSequence(), counters));
      writer = null;
    }
    SealedMemtable sealed =
        new SealedMemtable(active, firstSequence, counters, commit, List.copyOf(numbers), bytes);
    numbers.clear();
    recoveredBytes = 0;
    firstSequence = 0;
    return sealed;
  }

  /** Numbers of the files, ascending. */
  List<Long> numbers() {
    return numbers;
  }

  /** Bytes of the files. */
  long bytes() {
    return recoveredBytes + (writer == null ? 0 : writer.length());
  }

  /**
   * Hands what was appended to the operating system, and closes the files in every case. Nothing is
   * written too early: of several files that should be forced first, only the oldest is written.
   */
  void close() throws IOException {
    List<LogWriter> open = new ArrayList<>();
    finished.forEach(mark -> open.add(mark.writer));
    if (writer != null) {
      open.add(writer);
    }
    IOException failure = null;
    for (int i = 0; i < open.size(); i++) {
      try {
        if (i > 0 && options.forceLog()) {
          open.get(i).abandon();
        } else {
          open.get(i).close();
        }
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private LogWriter writer() throws IOException {
    LogWriter current = writer;
    if (current == null) {
      long number = fileNumbers.getAsLong();
      current = LogWriter.create(storage, number, options.forceLog());
      numbers.add(number);
      writer = current;
    }
    return current;
  }
}

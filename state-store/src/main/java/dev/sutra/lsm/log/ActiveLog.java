package dev.sutra.lsm.log;

import dev.sutra.lsm.core.CommitPoint;
import dev.sutra.lsm.core.Counters;
import dev.sutra.lsm.core.TreeCore;
import dev.sutra.lsm.version.LogNumbers;
import dev.sutra.lsm.version.Recovered;
import dev.sutra.lsm.version.SealedMemtable;
import dev.sutra.memtable.Memtable;
import dev.sutra.record.RowBatch;
import dev.sutra.wal.LogWriter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log of the active memtable, and the log files of sealed memtables that are not forced yet.
 * The last file of the active memtable is opened with its first transaction. Guarded by the
 * writers' lock, except for {@link #commit}.
 *
 * <p>Files are forced in their order. If the options force each transaction, nothing is written to
 * a file before all older files are forced. The file records this, so that recovery reports a gap
 * before it as corruption.
 */
public final class ActiveLog {
  /**
   * A position in the log, and what is on disk once the log is forced up to it.
   *
   * @param writer the file
   * @param length bytes of the file up to the position
   * @param sequence last transaction before the position
   * @param counters totals as of that transaction
   */
  public record Mark(LogWriter writer, long length, long sequence, Counters counters) {
    public boolean isForced() {
      return writer.forced() >= length;
    }

    /** Forces the file; concurrently with appends, but one force at a time. */
    void force() throws IOException {
      writer.force();
    }
  }

  private final TreeCore core;
  private final boolean forceEach;
  private final LogNumbers numbers;
  // Ends of finished files that are not forced, oldest first.
  private final Deque<Mark> finished = new ArrayDeque<>();
  private @Nullable LogWriter writer;
  private long firstSequence;
  // Bytes of the files that recovery found.
  private long recoveredBytes;
  // The last transaction that is applied, and the totals as of it. Readers may see less.
  private long sequence;
  private Counters counters;
  private volatile CommitPoint commit;

  /**
   * Continues from the result of recovery.
   *
   * @param numbers numbers of the files, shared with the version set
   */
  public ActiveLog(TreeCore core, LogNumbers numbers, Recovered recovered) {
    this.core = core;
    this.forceEach = core.options().forceLog();
    this.numbers = numbers;
    this.firstSequence = recovered.firstSequence();
    this.recoveredBytes = recovered.state().logBytes();
    this.sequence = recovered.state().sequence();
    this.counters = recovered.state().counters();
    this.commit = recovered.commit();
  }

  /** Returns the last transaction that is applied. */
  public long sequence() {
    return sequence;
  }

  /** Returns the totals as of the last transaction that is applied. */
  public Counters counters() {
    return counters;
  }

  /** Returns the last commit. Needs no lock. */
  public CommitPoint commit() {
    return commit;
  }

  /**
   * Whether rows can be appended without writing any byte before the older files are forced.
   *
   * @param rows null if not known
   */
  public boolean hasRoom(@Nullable RowBatch rows) {
    return !forceEach || finished.isEmpty() || (rows != null && LogWriter.fits(writer, rows));
  }

  /** Whether all finished files are forced. */
  public boolean isFinishedForced() {
    return finished.isEmpty();
  }

  /** Whether the files of a sealed memtable are forced. */
  public boolean isForced(SealedMemtable sealed) {
    for (Mark mark : finished) {
      if (mark.sequence <= sealed.memtable().lastSequence()) {
        return false;
      }
    }
    return true;
  }

  /** Appends a transaction, and flushes it to the operating system if the options say so. */
  public void append(long appended, RowBatch rows) throws IOException {
    LogWriter log = writer();
    log.appendTransaction(appended, rows, !core.options().outerLog());
    if (core.options().flushLog() && !forceEach) {
      log.flush();
    }
    if (firstSequence == 0) {
      firstSequence = appended;
    }
  }

  /** Notes that the appended transaction is applied to the memtable. */
  public void applied(long appended, Counters newCounters) {
    sequence = appended;
    counters = newCounters;
  }

  /** Appends a commit of all transactions, and flushes the log to the operating system. */
  public Mark appendCommit(byte[] data) throws IOException {
    CommitPoint next = new CommitPoint(sequence, commit.number() + 1, data);
    LogWriter log = writer();
    log.appendCommit(next.sequence(), next.encode());
    log.flush();
    commit = next;
    return new Mark(log, log.flushed(), sequence, counters);
  }

  /**
   * Returns what has to be forced next, flushed to the operating system: the oldest finished file,
   * or the open file up to its end; null if there is nothing.
   */
  public @Nullable Mark next() throws IOException {
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

  /** Notes that the log is forced up to a mark that {@link #next} returned. */
  public void forced(Mark mark) throws IOException {
    mark.writer.forcedTo(mark.length);
    if (mark.equals(finished.peekFirst())) {
      finished.removeFirst();
      mark.writer.close();
    }
  }

  /** Flushes to the operating system what may be written by now. */
  public void flush() throws IOException {
    if (writer != null && hasRoom(null)) {
      writer.flush();
    }
  }

  /** Returns the memtable with its log. The next append begins another file. */
  public SealedMemtable seal(Memtable active) throws IOException {
    long bytes = bytes();
    LogWriter last = writer;
    if (last != null) {
      flush();
      finished.add(new Mark(last, last.length(), active.lastSequence(), counters));
      writer = null;
    }
    SealedMemtable sealed =
        new SealedMemtable(active, firstSequence, counters, commit, numbers.takeAll(), bytes);
    recoveredBytes = 0;
    firstSequence = 0;
    return sealed;
  }

  /** Returns the number of files of the active memtable. */
  public int files() {
    return numbers.size();
  }

  /** Returns the bytes of the files of the active memtable. */
  public long bytes() {
    return recoveredBytes + (writer == null ? 0 : writer.length());
  }

  /**
   * Flushes what was appended to the operating system, and closes the files even if that fails. If
   * each transaction is forced, only the oldest of several unforced files is written: the others
   * must not be written before it is forced.
   */
  public void close() throws IOException {
    List<LogWriter> open = new ArrayList<>();
    finished.forEach(mark -> open.add(mark.writer));
    if (writer != null) {
      open.add(writer);
    }
    IOException failure = null;
    for (int i = 0; i < open.size(); i++) {
      try {
        if (i > 0 && forceEach) {
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
      long number = core.takeFileNumber();
      current = LogWriter.create(core.storage(), number, forceEach);
      numbers.add(number);
      writer = current;
    }
    return current;
  }
}

package dev.sutra.wal;

import static dev.sutra.io.Layouts.BYTE;
import static dev.sutra.io.Layouts.INT;
import static dev.sutra.io.Layouts.LONG;
import static dev.sutra.io.Layouts.SHORT;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Crc32c;
import dev.sutra.io.MappedFile;
import dev.sutra.io.Storage;
import dev.sutra.record.RowBatch;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Reads one log file from start to end and distinguishes a torn tail from corruption.
 *
 * <p>After a bad frame, every byte offset is tried as the start of a valid frame. The fields are
 * checked first; the checksum is computed only if they are plausible (type, length, a sequence less
 * than 2^32 above the last one). The search fails when it has checksummed {@value #CHECKSUM_BUDGET}
 * times the bytes to search, which happens only with crafted data.
 */
public final class LogReader {
  private static final int CHECKSUM_BUDGET = 16;
  private static final long SEQUENCE_GAP_MAX = 1L << 32;

  private final String name;
  private final long fileNumber;
  private final MemorySegment memory;
  private final LogFrames frames;
  private final LogTail tail;
  private final RowBatch rows = new RowBatch();
  private long lastTransaction = -1;
  private long lastCommit = -1;

  private LogReader(String name, MemorySegment memory, LogTail tail) {
    this.name = name;
    this.fileNumber = LogFiles.number(name);
    this.memory = memory;
    this.frames = new LogFrames(memory, fileNumber);
    this.tail = tail;
  }

  /**
   * Reads a file that is no longer written.
   *
   * @param name a name as returned by {@link LogFiles#name}
   * @param tail the permitted form of the file's end
   * @return the end of the part that was visited
   * @throws CorruptFileException if the file is corrupt; frames before the corruption have been
   *     visited
   * @throws IOException if the file cannot be read or has a newer format version
   */
  public static LogEnd read(Storage storage, String name, LogTail tail, LogVisitor visitor)
      throws IOException {
    if (LogFiles.number(name) < 0) {
      throw new IllegalArgumentException(name + " is not the name of a log file");
    }
    try (MappedFile file = storage.map(name)) {
      return new LogReader(name, file.memory(), tail).read(visitor);
    }
  }

  /**
   * Whether the header states that all older logs of the store were forced before anything was
   * written to this file. False if the header is corrupt.
   */
  static boolean followsForced(Storage storage, String name) throws IOException {
    try (MappedFile file = storage.map(name)) {
      LogReader reader = new LogReader(name, file.memory(), LogTail.UNFORCED);
      return reader.headerIsIntact()
          && (reader.memory.get(SHORT, LogFormat.HEADER_FLAGS) & LogFormat.FOLLOWS_FORCED) != 0;
    }
  }

  /** Counts the readable transactions after an offset; skips everything else. */
  static long transactionsBehind(Storage storage, String name, long from) throws IOException {
    try (MappedFile file = storage.map(name)) {
      return new LogReader(name, file.memory(), LogTail.UNFORCED).transactionsBehind(from);
    }
  }

  private long transactionsBehind(long from) {
    long count = 0;
    long budget = CHECKSUM_BUDGET * memory.byteSize();
    long offset = from;
    while (offset < memory.byteSize() && budget >= 0) {
      boolean plausible = frames.isPlausible(offset);
      budget -= plausible ? frames.payloadLength(offset) : 0;
      if (plausible && frames.isIntact(offset)) {
        count += frames.type(offset) == LogFormat.COMMIT ? 0 : 1;
        offset = frames.end(offset);
      } else {
        offset++;
      }
    }
    return count;
  }

  private LogEnd read(LogVisitor visitor) throws IOException {
    if (!headerIsIntact()) {
      return endAt(0);
    }
    checkHeader();
    long offset = LogFormat.HEADER_BYTES;
    while (offset < memory.byteSize()) {
      if (!frames.isPlausible(offset) || !frames.isIntact(offset)) {
        return endAt(offset);
      }
      visit(offset, visitor);
      offset = frames.end(offset);
    }
    return new LogEnd(offset, 0);
  }

  private boolean headerIsIntact() {
    return memory.byteSize() >= LogFormat.HEADER_BYTES
        && memory.get(INT, LogFormat.HEADER_CRC) == Crc32c.of(memory, 0, LogFormat.HEADER_CRC);
  }

  private void checkHeader() throws IOException {
    if (memory.get(LONG, 0) != LogFormat.MAGIC) {
      throw new CorruptFileException(name, 0, "no log magic");
    }
    int version = memory.get(SHORT, LogFormat.HEADER_VERSION);
    if (version > LogFormat.VERSION) {
      throw new IOException(name + " was written by a newer version (log format " + version + ")");
    }
    if (version < 1) {
      throw new CorruptFileException(
          name, LogFormat.HEADER_VERSION, "unknown format version " + version);
    }
    int flags = memory.get(SHORT, LogFormat.HEADER_FLAGS);
    if ((flags & ~LogFormat.FOLLOWS_FORCED) != 0) {
      throw new CorruptFileException(name, LogFormat.HEADER_FLAGS, "unknown flags " + flags);
    }
    long number = memory.get(LONG, LogFormat.HEADER_NUMBER);
    if (number != fileNumber) {
      throw new CorruptFileException(
          name, LogFormat.HEADER_NUMBER, "it contains the log of file number " + number);
    }
  }

  private void visit(long offset, LogVisitor visitor) throws IOException {
    long sequence = frames.sequence(offset);
    if (!ascends(offset)) {
      throw new CorruptFileException(
          name,
          offset,
          "sequence "
              + sequence
              + " does not ascend (last transaction "
              + lastTransaction
              + ", last commit "
              + lastCommit
              + ")");
    }
    long payload = frames.payload(offset);
    int length = frames.payloadLength(offset);
    if (frames.type(offset) == LogFormat.COMMIT) {
      lastCommit = sequence;
      visitor.commit(sequence, memory.asSlice(payload, length).toArray(BYTE), payload + length);
      return;
    }
    lastTransaction = sequence;
    decodeRows(payload, length);
    boolean committed = frames.type(offset) == LogFormat.TRANSACTION_COMMITTED;
    visitor.transaction(sequence, committed, rows, payload + length);
  }

  private void decodeRows(long payload, int length) {
    int headBytes = LogFormat.ROW_COUNT_BYTES;
    try {
      rows.decode(memory, payload + headBytes, length - headBytes, memory.get(INT, payload));
    } catch (IllegalArgumentException e) {
      CorruptFileException corrupt =
          new CorruptFileException(name, payload, "malformed transaction: " + e.getMessage());
      corrupt.initCause(e);
      throw corrupt;
    }
  }

  private boolean ascends(long offset) {
    long sequence = frames.sequence(offset);
    return frames.type(offset) == LogFormat.COMMIT
        ? sequence >= lastCommit
        : sequence > Math.max(lastTransaction, lastCommit);
  }

  /** Ends the log before a bad frame if that is a torn tail; fails if it is corruption. */
  private LogEnd endAt(long bad) {
    if (tail == LogTail.COMPLETE) {
      throw new CorruptFileException(name, bad, "bad frame in a log that must be complete");
    }
    long end = memory.byteSize();
    long budget = CHECKSUM_BUDGET * (end - bad);
    long offset = bad + 1;
    while (offset < end) {
      if (!mayFollow(offset)) {
        offset++;
        continue;
      }
      budget -= frames.payloadLength(offset);
      if (budget < 0) {
        throw new CorruptFileException(
            name,
            bad,
            "bad frame followed by too many plausible ones to distinguish corruption from a torn"
                + " write");
      }
      if (!frames.isIntact(offset)) {
        offset++;
        continue;
      }
      if (frames.forced(offset) > bad) {
        throw new CorruptFileException(
            name, bad, "bad frame, but a valid one follows at " + offset);
      }
      offset = frames.end(offset);
    }
    return new LogEnd(bad, end - bad);
  }

  private boolean mayFollow(long offset) {
    if (!frames.isPlausible(offset) || !ascends(offset)) {
      return false;
    }
    long last = Math.max(lastTransaction, lastCommit);
    return last < 0 || frames.sequence(offset) - last < SEQUENCE_GAP_MAX;
  }
}

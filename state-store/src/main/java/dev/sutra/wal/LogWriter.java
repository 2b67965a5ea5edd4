package dev.sutra.wal;

import static dev.sutra.wal.LogFormat.COMMIT;
import static dev.sutra.wal.LogFormat.ROW_COUNT_BYTES;
import static dev.sutra.wal.LogFormat.TRANSACTION;
import static dev.sutra.wal.LogFormat.TRANSACTION_COMMITTED;
import static dev.sutra.wal.LogFormat.UNFORCED_MAX;

import dev.sutra.io.Crc32c;
import dev.sutra.io.OutputFile;
import dev.sutra.io.Storage;
import dev.sutra.record.RowBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Appends frames to one log file through a buffer; see the package documentation for the byte
 * layout.
 *
 * <p>After {@link #flush} an append has been written to the operating system; after {@link #sync}
 * it is durable. A full buffer is written automatically. The caller decides which of them a
 * transaction needs.
 *
 * <p>A failed write or force leaves the file in an unknown state, and a second force may report
 * success for data that the first one lost (Rebello et al., "Can Applications Recover from fsync
 * Failures?", ATC 2020). The first failure is therefore final: every later call throws an exception
 * with it as the cause.
 *
 * <p>Not thread-safe, except that {@link #force} may run concurrently with all other methods.
 */
public final class LogWriter implements AutoCloseable {
  /** Maximum bytes of commit data. */
  public static final int COMMIT_BYTES_MAX = 16 << 20;

  private static final int BUFFER_BYTES = 256 * 1024;
  // Many stores may each have a log of few writes: a buffer takes an eighth of what was written.
  private static final int BUFFER_BYTES_MIN = 16 * 1024;
  private static final long WRITTEN_OF_BUFFER = 8;

  private final Storage storage;
  private final String name;
  private final int mask;
  private final OutputFile file;
  private ByteBuffer buffer;
  // The same bytes with a separate position, so that checksumming allocates nothing.
  private ByteBuffer view;
  private final CRC32C crc = new CRC32C();

  private long written;
  private long forced;
  private boolean nameDurable;
  private long lastTransaction = -1;
  private long lastCommit = -1;
  // Also set by the thread that forces.
  private volatile @Nullable Exception failure;
  private boolean closed;

  private LogWriter(Storage storage, String name, long fileNumber, int flags) throws IOException {
    this.storage = storage;
    this.name = name;
    this.mask = LogFormat.mask(fileNumber);
    this.file = storage.create(name);
    // What follows an unforced log may have to stay in the buffer: see fits.
    this.buffer = allocate(flags == LogFormat.FOLLOWS_FORCED ? BUFFER_BYTES : BUFFER_BYTES_MIN);
    this.view = buffer.duplicate();
    buffer.putLong(LogFormat.MAGIC).putShort((short) LogFormat.VERSION).putShort((short) flags);
    buffer.putLong(fileNumber);
    buffer.putInt(Crc32c.of(view.limit(LogFormat.HEADER_CRC)));
  }

  /**
   * Creates the file. The first flush writes its header.
   *
   * @param followsForced whether all older logs of the store will be forced before anything is
   *     written to this file. A reader then reports missing data in them as corruption
   * @throws IOException also if the file already exists
   */
  public static LogWriter create(Storage storage, long fileNumber, boolean followsForced)
      throws IOException {
    int flags = followsForced ? LogFormat.FOLLOWS_FORCED : 0;
    return new LogWriter(storage, LogFiles.name(fileNumber), fileNumber, flags);
  }

  /**
   * Whether a transaction can be appended to a log without writing to its file.
   *
   * @param log null: a new log
   */
  public static boolean fits(@Nullable LogWriter log, RowBatch rows) {
    int room = log == null ? BUFFER_BYTES - LogFormat.HEADER_BYTES : log.buffer.remaining();
    return room - LogFormat.FRAME_BYTES - ROW_COUNT_BYTES >= rows.bytes();
  }

  public String name() {
    return name;
  }

  /**
   * Appends a transaction.
   *
   * @param sequence greater than that of every previous frame
   * @param committed whether it is committed without a commit frame
   * @throws IllegalArgumentException if the sequence does not ascend; nothing is appended
   */
  public void appendTransaction(long sequence, RowBatch rows, boolean committed)
      throws IOException {
    checkUsable();
    if (sequence < 0 || sequence <= Math.max(lastTransaction, lastCommit)) {
      throw notAscending(sequence);
    }
    int type = committed ? TRANSACTION_COMMITTED : TRANSACTION;
    append(type, sequence, rows.size(), rows.buffer(), rows.bytes());
    lastTransaction = sequence;
  }

  /**
   * Appends a commit of all transactions up to {@code sequence}, in this file and older ones.
   *
   * @param sequence not below that of an earlier commit; may be below that of the last transaction
   * @param data opaque, at most {@link #COMMIT_BYTES_MAX} bytes
   * @throws IllegalArgumentException if an argument is out of range; nothing is appended
   */
  public void appendCommit(long sequence, byte[] data) throws IOException {
    checkUsable();
    if (sequence < 0 || sequence < lastCommit) {
      throw notAscending(sequence);
    }
    if (data.length > COMMIT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "commit data has "
              + data.length
              + " bytes; at most "
              + COMMIT_BYTES_MAX
              + " are allowed");
    }
    append(COMMIT, sequence, 0, data, data.length);
    lastCommit = sequence;
  }

  /** Writes all appends to the operating system, so that they survive a crash of the process. */
  public void flush() throws IOException {
    checkUsable();
    writeOut();
  }

  /** Makes all appends durable, including the file's name. */
  public void sync() throws IOException {
    flush();
    if (forced == written) {
      return;
    }
    long end = written;
    force();
    forcedTo(end);
  }

  /**
   * Makes all flushed appends durable, including the file's name. May be called by another thread
   * than the one that appends, but only by one at a time. The appending thread must then call
   * {@link #forcedTo}.
   */
  public void force() throws IOException {
    try {
      file.force();
      if (!nameDurable) {
        storage.syncDirectory();
        nameDurable = true;
      }
    } catch (IOException | RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  /** Records that a force has ended, and how many bytes had been flushed before it began. */
  public void forcedTo(long end) {
    forced = Math.max(forced, end);
  }

  /** The number of bytes of the file that are known to be forced. */
  public long forced() {
    return forced;
  }

  /** The number of bytes of the file that the operating system has. */
  public long flushed() {
    return written;
  }

  /** The length of the file in bytes, including unflushed appends. */
  public long length() {
    return written + buffer.position();
  }

  /** Flushes without forcing, and closes the file even if flushing fails. Idempotent. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    try (file) {
      flush();
    } finally {
      closed = true;
    }
  }

  /** Closes without flushing. Idempotent. */
  public void abandon() throws IOException {
    closed = true;
    file.close();
  }

  private void append(int type, long sequence, int rows, byte[] bytes, int length)
      throws IOException {
    int countBytes = type == COMMIT ? 0 : ROW_COUNT_BYTES;
    if (buffer.remaining() < LogFormat.FRAME_BYTES + countBytes + length) {
      writeOut();
    }
    int start = buffer.position();
    long unforced = Math.min(written + start - forced, UNFORCED_MAX);
    buffer.putInt(0).putInt(countBytes + length).putInt((int) unforced);
    buffer.put((byte) type).putLong(sequence);
    if (type != COMMIT) {
      buffer.putInt(rows);
    }
    boolean whole = length <= buffer.remaining();
    if (whole) {
      buffer.put(bytes, 0, length);
    }
    crc.reset();
    crc.update(view.clear().limit(buffer.position()).position(start + LogFormat.FRAME_LENGTH));
    if (!whole) {
      crc.update(bytes, 0, length);
    }
    buffer.putInt(start, (int) crc.getValue() ^ mask);
    if (!whole) {
      appendThrough(bytes, length);
    }
  }

  /** Appends bytes that do not fit in the buffer, in pieces. */
  private void appendThrough(byte[] bytes, int length) throws IOException {
    int done = 0;
    while (done < length) {
      if (!buffer.hasRemaining()) {
        writeOut();
      }
      int piece = Math.min(buffer.remaining(), length - done);
      buffer.put(bytes, done, piece);
      done += piece;
    }
  }

  private void writeOut() throws IOException {
    int bytes = buffer.position();
    if (bytes == 0) {
      return;
    }
    try {
      file.write(view.clear().limit(bytes));
    } catch (IOException | RuntimeException e) {
      failure = e;
      throw e;
    }
    buffer.clear();
    written += bytes;
    if (buffer.capacity() < BUFFER_BYTES && written >= WRITTEN_OF_BUFFER * buffer.capacity()) {
      buffer = allocate(2 * buffer.capacity());
      view = buffer.duplicate();
    }
  }

  private static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void checkUsable() throws IOException {
    if (failure != null) {
      throw new IOException(name + " cannot be written after an earlier failure", failure);
    }
    if (closed) {
      throw new IllegalStateException(name + " is closed");
    }
  }

  private IllegalArgumentException notAscending(long sequence) {
    return new IllegalArgumentException(
        "sequence "
            + sequence
            + " does not ascend (last transaction "
            + lastTransaction
            + ", last commit "
            + lastCommit
            + ")");
  }
}

package dev.sutra.wal;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.MappedFile;
import dev.sutra.io.OutputFile;
import dev.sutra.io.Storage;
import dev.sutra.record.RowBatch;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import org.jspecify.annotations.Nullable;

/**
 * A truncation of a log after its last complete frame before corruption.
 *
 * @param name of the log file
 * @param reason the corruption
 * @param end the length after the truncation, in bytes; 0 if the header is corrupt too
 * @param bytes number of bytes removed
 * @param transactions number of readable transactions in the removed bytes
 */
public record LogCut(String name, String reason, long end, long bytes, long transactions) {
  private static final String ASIDE = ".damaged";

  /**
   * The truncation that a log needs, if any, and the first and last transaction left in it; 0 and 0
   * if none is left.
   */
  public record Found(@Nullable LogCut cut, long firstSequence, long lastSequence) {}

  /**
   * Searches a log for corruption.
   *
   * @param torn whether an incomplete last frame is corruption
   * @return the truncation, null if the log is readable; and the transactions left
   */
  public static Found find(Storage storage, String name, boolean torn) throws IOException {
    Ends ends = new Ends();
    try {
      LogEnd end = LogReader.read(storage, name, LogTail.UNFORCED, ends);
      if (!torn || !end.torn()) {
        return ends.found(null);
      }
      String reason = "no complete frame at " + end.validLength();
      return ends.found(of(storage, name, reason, end.validLength()));
    } catch (CorruptFileException e) {
      long end = e.offset() < LogFormat.HEADER_BYTES ? 0 : ends.end;
      String reason = e.reason() + " at " + e.offset();
      return ends.found(of(storage, name, reason, end));
    }
  }

  /** A truncation of all frames of a log that cannot follow the logs before it. */
  public static LogCut whole(Storage storage, String name, String reason) throws IOException {
    boolean headerOnly = storage.size(name) >= LogFormat.HEADER_BYTES;
    int end = headerOnly ? LogFormat.HEADER_BYTES : 0;
    return of(storage, name, reason, end);
  }

  private static LogCut of(Storage storage, String name, String reason, long end)
      throws IOException {
    long transactions = LogReader.transactionsBehind(storage, name, end);
    return new LogCut(name, reason, end, storage.size(name) - end, transactions);
  }

  /** The name of the file that keeps the original log. */
  public String aside() {
    return name + ASIDE;
  }

  /**
   * Copies the original log durably, then truncates it.
   *
   * @throws FileAlreadyExistsException if an earlier copy exists; nothing is changed
   */
  public void apply(Storage storage) throws IOException {
    if (storage.exists(aside())) {
      throw new FileAlreadyExistsException(aside());
    }
    try (MappedFile from = storage.map(name);
        OutputFile to = storage.create(aside())) {
      to.write(from.memory().asByteBuffer());
      to.force();
    }
    storage.syncDirectory();
    if (end > 0) {
      storage.truncate(name, end);
      return;
    }
    // Without a header the log would still be corrupt.
    storage.delete(name);
    try (LogWriter log = LogWriter.create(storage, LogFiles.number(name), false)) {
      // Syncs the directory, so that both the new name and the deletion of the old file are
      // durable.
      log.sync();
    }
  }

  private static final class Ends implements LogVisitor {
    private long end = LogFormat.HEADER_BYTES;
    private long firstSequence;
    private long lastSequence;

    Found found(@Nullable LogCut cut) {
      return new Found(cut, firstSequence, lastSequence);
    }

    @Override
    public void transaction(long sequence, boolean committed, RowBatch rows, long end) {
      if (firstSequence == 0) {
        firstSequence = sequence;
      }
      lastSequence = sequence;
      this.end = end;
    }

    @Override
    public void commit(long sequence, byte[] data, long end) {
      this.end = end;
    }
  }
}

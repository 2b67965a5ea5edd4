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
 * A log that is to end at its last complete frame before some damage.
 *
 * @param name of the log file
 * @param reason what is wrong with it
 * @param end where it is to end, bytes; 0 if its header is damaged too
 * @param bytes how many are cut
 * @param transactions how many of them hold transactions that could be read
 */
public record LogCut(String name, String reason, long end, long bytes, long transactions) {
  private static final String ASIDE = ".damaged";

  /** What a repair does about a log, and the transactions left in it then, 0 and 0 if none. */
  public record Found(@Nullable LogCut cut, long firstSequence, long lastSequence) {}

  /**
   * Looks for damage.
   *
   * @param torn whether an incomplete last frame is damage
   * @return the cut, null if the log can be read; and what is left
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

  /** A cut of everything, of a log that cannot follow what is left before it. */
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

  /** The file that keeps the log as it was. */
  public String aside() {
    return name + ASIDE;
  }

  /**
   * Copies the log aside, durably, and cuts it.
   *
   * @throws FileAlreadyExistsException if an earlier copy is there; nothing is changed
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
    // Without a header it would be damaged still.
    storage.delete(name);
    try (LogWriter log = LogWriter.create(storage, LogFiles.number(name), false)) {
      // Makes the new name durable, and with it that the old file is gone.
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

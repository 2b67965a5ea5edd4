package dev.sutra.wal;

import dev.sutra.io.Storage;
import dev.sutra.record.RowBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Writes random frames to a log, describes each in one line, and parses such lines. */
final class LogFixture {
  static final long NUMBER = 7;
  static final String NAME = LogFiles.name(NUMBER);

  private final LogWriter writer;
  private final Random random;
  private final RowBatch rows = new RowBatch();
  private final List<String> frames = new ArrayList<>();
  private final List<Long> ends = new ArrayList<>();
  private long sequence;

  LogFixture(Storage storage, Random random) throws IOException {
    this.writer = LogWriter.create(storage, NUMBER, false);
    this.random = random;
  }

  LogWriter writer() {
    return writer;
  }

  /** The frames appended. */
  List<String> frames() {
    return frames;
  }

  /** Where each frame ends in the file. */
  List<Long> ends() {
    return ends;
  }

  /** Appends a random frame whose values are mostly shorter than {@code valueBytes}. */
  void append(int valueBytes) throws IOException {
    if (random.nextInt(5) == 0) {
      byte[] data = new byte[random.nextInt(30)];
      random.nextBytes(data);
      writer.appendCommit(sequence, data);
      frames.add(commitLine(sequence, data));
    } else {
      rows.clear();
      for (int count = random.nextInt(4); count >= 0; count--) {
        appendRow(valueBytes);
      }
      boolean committed = random.nextBoolean();
      writer.appendTransaction(sequence + 1, rows, committed);
      sequence++;
      frames.add(transactionLine(sequence, committed, rows));
    }
    ends.add(writer.length());
  }

  private void appendRow(int valueBytes) {
    byte[] key = new byte[1 + random.nextInt(8)];
    random.nextBytes(key);
    if (random.nextInt(4) == 0) {
      rows.delete(key);
      return;
    }
    byte[] value = new byte[random.nextInt(valueBytes)];
    random.nextBytes(value);
    rows.put(key, value);
  }

  /** Reads a log's frames into {@code found}, as lines. */
  static LogEnd read(Storage storage, LogTail tail, List<String> found) throws IOException {
    return LogReader.read(
        storage,
        NAME,
        tail,
        new LogVisitor() {
          @Override
          public void transaction(long sequence, boolean committed, RowBatch rows, long end) {
            found.add(transactionLine(sequence, committed, rows));
          }

          @Override
          public void commit(long sequence, byte[] data, long end) {
            found.add(commitLine(sequence, data));
          }
        });
  }

  static String transactionLine(long sequence, boolean committed, RowBatch rows) {
    StringBuilder line = new StringBuilder(committed ? "committed " : "transaction ");
    line.append(sequence);
    for (int i = 0; i < rows.size(); i++) {
      line.append(' ').append(hex(rows, rows.keyOffset(i), rows.keyLength(i)));
      if (!rows.isDelete(i)) {
        line.append('=').append(hex(rows, rows.valueOffset(i), rows.valueLength(i)));
      }
    }
    return line.toString();
  }

  private static String commitLine(long sequence, byte[] data) {
    return "commit " + sequence + " " + HexFormat.of().formatHex(data);
  }

  private static String hex(RowBatch rows, int offset, int length) {
    return HexFormat.of().formatHex(rows.buffer(), offset, offset + length);
  }
}

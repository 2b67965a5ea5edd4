package dev.sutra.engine.tools;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Problems;
import dev.sutra.io.Storage;
import dev.sutra.manifest.Manifest;
import dev.sutra.manifest.ManifestFile;
import dev.sutra.manifest.VersionState;
import dev.sutra.record.RowBatch;
import dev.sutra.segment.RowRules;
import dev.sutra.wal.LogEnd;
import dev.sutra.wal.LogFiles;
import dev.sutra.wal.LogReader;
import dev.sutra.wal.LogTail;
import dev.sutra.wal.LogVisitor;
import dev.sutra.wal.StoreLogs;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** Reads all logs of a store as recovery would, and checks each row. */
final class LogCheck {
  private final Storage storage;
  private final Manifest manifest;
  private final RowRules rules;
  private final Problems problems;
  private final Problems notes;
  private final Set<Long> named = new TreeSet<>();
  private int logs;
  private long reach;
  private boolean damaged;
  private long transactions;

  LogCheck(Storage storage, Manifest manifest, RowRules rules, Problems problems, Problems notes) {
    this.storage = storage;
    this.manifest = manifest;
    this.rules = rules;
    this.problems = problems;
    this.notes = notes;
  }

  int logs() {
    return logs;
  }

  long transactions() {
    return transactions;
  }

  void run() throws IOException {
    VersionState committed = manifest.committed();
    VersionState base = committed == null ? manifest.current() : committed;
    reach = base.flushedSequence();
    StoreLogs all = StoreLogs.of(storage);
    logs = all.size();
    named.addAll(manifest.current().logs());
    named.addAll(base.logs());
    for (long number : named) {
      if (!all.numbers().contains(number)) {
        problems.add(LogFiles.name(number), 0, "it is missing");
        damaged = true;
      }
    }
    for (int i = 0; i < logs; i++) {
      read(all, i);
    }
    long flushed = manifest.current().flushedSequence();
    long commit = manifest.current().committedSequence();
    if (!damaged && commit > Math.max(reach, flushed)) {
      problems.add(
          ManifestFile.NAME,
          0,
          "transaction " + commit + " was committed, but the logs end at " + reach);
    }
  }

  private void read(StoreLogs all, int log) throws IOException {
    String name = all.name(log);
    try {
      LogEnd end =
          LogReader.read(
              storage, name, LogTail.UNFORCED, new Visitor(name, all.followsForced(log)));
      if (end.torn()) {
        boolean torn = all.tail(log) == LogTail.UNFORCED;
        (torn ? notes : problems)
            .add(
                name,
                end.validLength(),
                "the last "
                    + end.droppedBytes()
                    + " bytes are not a complete frame"
                    + (torn
                        ? ": a torn tail"
                        : ", but they were forced before a later log was written"));
        damaged |= !torn;
      }
    } catch (CorruptFileException e) {
      problems.add(e);
      damaged = true;
    }
  }

  private final class Visitor implements LogVisitor {
    private final String name;
    private final boolean followsForced;
    private boolean dropped;
    private long frame;

    Visitor(String name, boolean followsForced) {
      this.name = name;
      this.followsForced = followsForced;
    }

    @Override
    public void transaction(long sequence, boolean committed, RowBatch rows, long end) {
      transactions++;
      if (sequence > reach + 1 && sequence > manifest.current().flushedSequence() + 1) {
        gap(sequence, committed);
      }
      if (!dropped) {
        reach = Math.max(reach, sequence);
      }
      for (int row = 0; row < rows.size(); row++) {
        checkRow(rows, row, sequence);
      }
      frame = end;
    }

    /**
     * After a gap that a power failure left in an older log, transactions do not count, unless that
     * log was forced.
     */
    private void gap(long sequence, boolean committed) {
      String what = "transactions " + (reach + 1) + " to " + (sequence - 1) + " are missing before";
      if (!committed && !named.contains(LogFiles.number(name))) {
        // A recovery that discards uncommitted transactions was interrupted while it deleted the
        // logs.
        if (!dropped) {
          notes.add(name, 0, what + " it, and it was never committed: the next open deletes it");
        }
      } else if (followsForced) {
        if (!damaged) {
          problems.add(name, frame, what + " it");
        }
        damaged = true;
      } else if (!dropped) {
        notes.add(name, frame, what + " it: recovery discards the rest");
      }
      dropped = true;
    }

    @Override
    public void commit(long sequence, byte[] data, long end) {
      if (!damaged
          && !dropped
          && sequence > Math.max(reach, manifest.current().flushedSequence())) {
        (followsForced ? problems : notes)
            .add(name, frame, "a commit of transaction " + sequence + ", which no log contains");
      }
      frame = end;
    }

    private void checkRow(RowBatch rows, int row, long sequence) {
      int keyEnd = rows.keyOffset(row) + rows.keyLength(row);
      byte[] key = Arrays.copyOfRange(rows.buffer(), rows.keyOffset(row), keyEnd);
      try {
        if (rows.isDelete(row)) {
          RowRules.checkKey(key);
        } else {
          int from = rows.valueOffset(row);
          rules.check(key, Arrays.copyOfRange(rows.buffer(), from, from + rows.valueLength(row)));
        }
      } catch (IllegalArgumentException e) {
        problems.add(
            name, frame, "row " + row + " of transaction " + sequence + ": " + e.getMessage());
      }
    }
  }
}

package dev.sutra.lsm.recovery;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Storage;
import dev.sutra.lsm.core.CommitPoint;
import dev.sutra.manifest.Manifest;
import dev.sutra.manifest.ManifestFile;
import dev.sutra.manifest.VersionState;
import dev.sutra.record.RowBatch;
import dev.sutra.wal.LogReader;
import dev.sutra.wal.LogVisitor;
import dev.sutra.wal.StoreLogs;
import java.io.IOException;

/** Finds the last commit up to which the logs of a store can be replayed. */
final class LastCommit {
  private final long flushed;
  private CommitPoint commit;
  private long reach;

  private LastCommit(Manifest manifest) {
    VersionState current = manifest.current();
    VersionState committed = manifest.committed();
    this.flushed = current.flushedSequence();
    this.reach = committed == null ? flushed : committed.flushedSequence();
    this.commit =
        CommitPoint.decode(current.committedSequence(), current.commitData(), ManifestFile.NAME);
  }

  /**
   * Reads all logs and returns the last commit.
   *
   * @throws CorruptFileException if forced or committed transactions are missing
   */
  static CommitPoint find(Storage storage, Manifest manifest, StoreLogs logs) throws IOException {
    LastCommit last = new LastCommit(manifest);
    for (int i = 0; i < logs.size(); i++) {
      last.read(storage, logs, i);
    }
    if (last.commit.sequence() > Math.max(last.reach, last.flushed)) {
      throw new CorruptFileException(
          ManifestFile.NAME,
          0,
          "transaction "
              + last.commit.sequence()
              + " was committed, but the logs end at "
              + last.reach);
    }
    return last.commit;
  }

  private void read(Storage storage, StoreLogs logs, int log) throws IOException {
    String name = logs.name(log);
    boolean[] gap = new boolean[1];
    LogReader.read(
        storage,
        name,
        logs.tail(log),
        new LogVisitor() {
          @Override
          public void transaction(long sequence, boolean own, RowBatch rows, long end) {
            // Only transactions that a segment holds may be missing.
            gap[0] |= sequence > reach + 1 && sequence > flushed + 1;
            if (!gap[0]) {
              reach = Math.max(reach, sequence);
              if (own && sequence > commit.sequence()) {
                commit = commit.at(sequence);
              }
            }
          }

          @Override
          public void commit(long sequence, byte[] data, long end) {
            CommitPoint found = CommitPoint.decode(sequence, data, name);
            if (found.number() > commit.number() && sequence <= Math.max(reach, flushed)) {
              commit = found;
            }
          }
        });
    if (gap[0] && logs.followsForced(log)) {
      throw new CorruptFileException(name, 0, "transactions are missing before it");
    }
  }
}

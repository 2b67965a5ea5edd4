package dev.sutra.engine.tools;

import dev.sutra.io.FileSystemStorage;
import dev.sutra.io.Storage;
import dev.sutra.manifest.Manifest;
import dev.sutra.manifest.ManifestFile;
import dev.sutra.manifest.VersionState;
import dev.sutra.wal.LogCut;
import dev.sutra.wal.LogTail;
import dev.sutra.wal.StoreLogs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Truncates the logs of a store at corruption, so that the store can be opened again. The first
 * corrupt log is truncated after its last complete frame before the corruption. Later logs are
 * emptied, because their transactions cannot follow a gap. The original files are kept.
 * Transactions are lost, so only the owner of the data can decide to repair.
 */
public final class LogRepair {
  private LogRepair() {}

  /**
   * Repairs the logs of a store that is not open.
   *
   * @return the truncated logs; empty if all logs are readable to their end. If the last commit
   *     covers lost transactions, it is lowered to the last one left
   * @throws dev.sutra.io.DirectoryLockedException if it is open
   * @throws dev.sutra.io.CorruptFileException if its manifest is corrupt
   * @throws IOException if it is not a store, or if lost transactions were already committed to an
   *     outer log. The store must then be restored from that log, and nothing is changed
   */
  public static List<RepairedLog> run(Path directory) throws IOException {
    try (FileSystemStorage storage = FileSystemStorage.openExisting(directory)) {
      return run(storage);
    }
  }

  /** Repairs the logs of a store in any storage. Does not close the storage. */
  public static List<RepairedLog> run(Storage storage) throws IOException {
    Manifest manifest = ManifestFile.read(storage);
    if (manifest == null) {
      throw new IOException("there is no store in " + storage.describe());
    }
    StoreLogs logs = StoreLogs.of(storage);
    Damage damage = find(storage, manifest, logs, false);
    long committed = manifest.current().committedSequence();
    if (damage.cuts.isEmpty() && committed > damage.reach) {
      // An unforced log may end in a torn frame, but not before a transaction that a commit covers.
      damage = find(storage, manifest, logs, true);
    }
    if (!damage.cuts.isEmpty() || committed > damage.reach) {
      apply(storage, manifest, damage);
    }
    return damage.cuts.stream().map(RepairedLog::of).toList();
  }

  /** The truncations, and the last transaction that is readable without a gap after them. */
  private record Damage(List<LogCut> cuts, long reach) {}

  private static Damage find(Storage storage, Manifest manifest, StoreLogs logs, boolean strict)
      throws IOException {
    List<LogCut> cuts = new ArrayList<>();
    long reach = manifest.current().flushedSequence();
    for (int i = 0; i < logs.size(); i++) {
      String name = logs.name(i);
      if (!cuts.isEmpty()) {
        cuts.add(LogCut.whole(storage, name, "it follows a damaged log"));
        continue;
      }
      boolean complete = strict || logs.tail(i) == LogTail.COMPLETE;
      LogCut.Found found = LogCut.find(storage, name, complete);
      boolean gap = found.firstSequence() > reach + 1;
      if (!gap) {
        reach = Math.max(reach, found.lastSequence());
      }
      if (gap && strict) {
        cuts.add(LogCut.whole(storage, name, "transactions before it are missing"));
      } else if (found.cut() != null) {
        cuts.add(found.cut());
      }
    }
    return new Damage(cuts, reach);
  }

  private static void apply(Storage storage, Manifest manifest, Damage damage) throws IOException {
    long reach = damage.reach;
    VersionState current = manifest.current();
    boolean lowered = current.committedSequence() > reach;
    if (lowered && current.commitData().length > 0) {
      throw new IOException(
          "transaction "
              + current.committedSequence()
              + " was committed to the outer log, but the logs are readable only up to "
              + reach
              + ": delete the directory and restore the store from the outer log");
    }
    for (LogCut cut : damage.cuts) {
      cut.apply(storage);
    }
    if (lowered) {
      VersionState next =
          new VersionState(
              current.flushedSequence(),
              reach,
              current.commitData(),
              current.counters(),
              current.segments(),
              current.logs());
      ManifestFile.write(
          storage,
          new Manifest(
              manifest.nextFileNumber(),
              manifest.properties(),
              manifest.codebooks(),
              next,
              manifest.committed()));
    }
  }
}

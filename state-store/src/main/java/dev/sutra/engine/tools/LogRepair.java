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
 * Gives up the damaged end of a store's logs, so that it can be opened again: the first damaged log
 * is cut at its last complete frame before the damage, and later ones are emptied, for what they
 * hold cannot follow a gap. Each is kept aside as it was. Transactions are lost; nobody but the
 * owner of the data can decide that.
 */
public final class LogRepair {
  private LogRepair() {}

  /**
   * Repairs the logs of a store that nobody has open.
   *
   * @return what was cut; empty if all logs can be read to their end. Where a commit counted on
   *     more than is left, it is taken back to that
   * @throws dev.sutra.io.DirectoryLockedException if it is open
   * @throws dev.sutra.io.CorruptFileException if its manifest is damaged
   * @throws IOException if it is no store, or if an outer log was told that transactions are kept
   *     which are not: the store has to be restored from that log. Nothing is changed then.
   */
  public static List<RepairedLog> run(Path directory) throws IOException {
    try (FileSystemStorage storage = FileSystemStorage.openExisting(directory)) {
      return run(storage);
    }
  }

  /** Repairs the logs of a store in any storage, which stays open. */
  public static List<RepairedLog> run(Storage storage) throws IOException {
    Manifest manifest = ManifestFile.read(storage);
    if (manifest == null) {
      throw new IOException("there is no store in " + storage.describe());
    }
    StoreLogs logs = StoreLogs.of(storage);
    Damage damage = find(storage, manifest, logs, false);
    long committed = manifest.current().committedSequence();
    if (damage.cuts.isEmpty() && committed > damage.reach) {
      // The end of a log that nobody forced may be torn, but not what a commit counted on.
      damage = find(storage, manifest, logs, true);
    }
    if (!damage.cuts.isEmpty() || committed > damage.reach) {
      apply(storage, manifest, damage);
    }
    return damage.cuts.stream().map(RepairedLog::of).toList();
  }

  /** What is to be cut, and the last transaction that can be read without a gap then. */
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
          "the outer log was told that transaction "
              + current.committedSequence()
              + " is kept, but the logs can be read up to "
              + reach
              + " only: delete the directory and restore it from the outer log");
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

package dev.sutra.lsm;

import dev.sutra.io.Storage;
import dev.sutra.manifest.CodebookState;
import dev.sutra.manifest.Manifest;
import dev.sutra.manifest.ManifestFile;
import dev.sutra.manifest.VersionState;
import dev.sutra.wal.LogFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the manifest true: which version is current, and, while that one holds transactions that
 * are not committed, which one to go back to. Deletes logs that neither needs.
 *
 * <p>Every method is called under the tree's manifest lock, except where it says otherwise.
 */
final class VersionKeeper {
  /** A version that must be kept until a commit reaches what was flushed after it. */
  private record Base(VersionState state, Version version) {}

  private final Storage storage;
  private final Map<String, String> properties;
  private final Codebooks codebooks;
  private final Set<Long> logFiles = new TreeSet<>();
  private @Nullable Base base;
  // Versions that the manifest on the disk may still name and the next one will not.
  private final List<Version> unnamed = new ArrayList<>();
  // Segments of theirs that have been merged into others.
  private final List<SegmentHandle> merged = new ArrayList<>();
  private long flushedSequence;
  private Counters flushedCounters;
  private CommitPoint durableCommit;

  VersionKeeper(Storage storage, TreeOptions options, Recovery.Recovered recovered) {
    this.storage = storage;
    this.properties = options.properties();
    this.codebooks = recovered.codebooks();
    this.flushedSequence = recovered.flushedSequence();
    this.flushedCounters = recovered.flushedCounters();
    this.durableCommit = recovered.commit();
    this.logFiles.addAll(recovered.logs());
  }

  /**
   * Takes note of a flush. The commit, and all logs up to the memtable's, are on the disk by now.
   *
   * @param before the version that the flush is added to
   * @param outerLog whether transactions count only once they are committed
   */
  void flushed(SealedMemtable memtable, Version before, boolean outerLog) {
    if (memtable.commit().number() > durableCommit.number()) {
      durableCommit = memtable.commit();
    }
    if (durableCommit.sequence() >= flushedSequence) {
      letBaseGo();
    }
    long last = memtable.memtable().lastSequence();
    if (outerLog && base == null && last > durableCommit.sequence()) {
      if (!before.tryRetain()) {
        throw new IllegalStateException("the current version is not held");
      }
      base = new Base(state(before, memtable.logs()), before);
    }
    logFiles.addAll(memtable.logs());
    flushedSequence = last;
    flushedCounters = memtable.counters();
  }

  /** Takes note of a commit that is on the disk, as are all logs up to it. */
  void committed(CommitPoint commit) {
    if (commit.number() > durableCommit.number()) {
      durableCommit = commit;
    }
  }

  /**
   * Takes over the hold on a version that is no longer current, until a manifest says so.
   *
   * @param inputs segments of it that have been merged into another
   */
  void replaced(Version version, List<SegmentHandle> inputs) {
    unnamed.add(version);
    merged.addAll(inputs);
  }

  /** Whether there is a version to go back to that a commit would let go. */
  boolean hasBase() {
    return base != null;
  }

  /**
   * Writes the manifest, then lets go of what it does not name.
   *
   * @param current the current version
   * @param neededLogs logs of the memtables
   */
  void save(Version current, List<Long> neededLogs, long nextFileNumber) throws IOException {
    if (durableCommit.sequence() >= flushedSequence) {
      letBaseGo();
    }
    logFiles.addAll(neededLogs);
    Set<Long> used = current.codebookIds();
    if (base != null) {
      used.addAll(base.version.codebookIds());
    }
    List<CodebookState> named = codebooks.needed(used);
    // The files that it names have to be found by their names after a power cut.
    storage.syncDirectory();
    ManifestFile.write(
        storage,
        new Manifest(
            nextFileNumber,
            properties,
            named,
            state(current, neededLogs),
            base == null ? null : base.state));
    merged.forEach(SegmentHandle::markReplaced);
    merged.clear();
    unnamed.forEach(Version::release);
    unnamed.clear();
    codebooks.keepOnly(named);
    deleteLogs(neededLogs);
  }

  /** Lets go of the version to go back to, leaving its files: the manifest names them. */
  void close(Version current) {
    letBaseGo();
    for (Version version : unnamed) {
      List<SegmentHandle> only = new ArrayList<>(version.segments());
      only.removeAll(current.segments());
      only.forEach(SegmentHandle::keepFile);
      version.release();
    }
    unnamed.clear();
  }

  /** From now on a commit covers the current version; the next manifest names no other. */
  private void letBaseGo() {
    if (base != null) {
      unnamed.add(base.version);
      base = null;
    }
  }

  private VersionState state(Version version, List<Long> logs) {
    return new VersionState(
        flushedSequence,
        durableCommit.sequence(),
        durableCommit.encode(),
        flushedCounters.toMap(),
        version.segments().stream().map(segment -> segment.state(flushedSequence)).toList(),
        logs);
  }

  private void deleteLogs(List<Long> neededLogs) {
    Set<Long> needed = new HashSet<>(neededLogs);
    if (base != null) {
      needed.addAll(base.state.logs());
    }
    for (long log : List.copyOf(logFiles)) {
      if (!needed.contains(log)) {
        logFiles.remove(log);
        UnfinishedFile.delete(storage, LogFiles.name(log));
      }
    }
  }
}

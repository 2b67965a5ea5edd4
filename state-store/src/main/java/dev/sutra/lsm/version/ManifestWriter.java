package dev.sutra.lsm.version;

import dev.sutra.lsm.core.CommitPoint;
import dev.sutra.lsm.core.ObsoleteFiles;
import dev.sutra.lsm.core.TreeCore;
import dev.sutra.manifest.CodebookState;
import dev.sutra.manifest.Manifest;
import dev.sutra.manifest.ManifestFile;
import dev.sutra.manifest.VersionState;
import dev.sutra.wal.LogFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes the manifest: the current version and, while that version holds uncommitted transactions,
 * the base version to roll back to. Deletes the files that the written manifest no longer names.
 *
 * <p>All methods are called under the manifest lock of {@link VersionSet}.
 */
final class ManifestWriter {
  /** A version that is kept until a commit reaches the transactions that were flushed after it. */
  private record Base(VersionState state, Version version) {}

  private final TreeCore core;
  private final Codebooks codebooks;
  private final Set<Long> logFiles = new TreeSet<>();
  private @Nullable Base base;
  // Versions that the manifest on disk may still name and the next one will not.
  private final List<Version> unnamed = new ArrayList<>();
  // Segments of these versions that were merged into others.
  private final List<SegmentHandle> merged = new ArrayList<>();
  private FlushPoint flushed;
  private CommitPoint durableCommit;

  ManifestWriter(TreeCore core, Recovered recovered) {
    this.core = core;
    this.codebooks = recovered.codebooks();
    this.flushed = recovered.flushed();
    this.durableCommit = recovered.commit();
    this.logFiles.addAll(recovered.logs());
  }

  /**
   * Notes a flush. The memtable's commit, and all logs up to the memtable's, are on disk.
   *
   * @param before the version that the new segment is added to
   */
  void flushed(SealedMemtable memtable, Version before) {
    if (memtable.commit().number() > durableCommit.number()) {
      durableCommit = memtable.commit();
    }
    if (durableCommit.sequence() >= flushed.sequence()) {
      dropBase();
    }
    long last = memtable.memtable().lastSequence();
    if (last > durableCommit.sequence()) {
      holdBase(before, memtable.logs());
    }
    logFiles.addAll(memtable.logs());
    flushed = new FlushPoint(last, memtable.counters());
  }

  /**
   * Notes a load. Its rows are in no log, and there were none in the memtables before it.
   *
   * @param point the load's transaction and the totals as of it
   * @param before the version that the new segment is added to
   */
  void loaded(FlushPoint point, Version before) {
    if (durableCommit.sequence() >= flushed.sequence()) {
      dropBase();
    }
    holdBase(before, List.of());
    flushed = point;
  }

  /** Notes a commit that is on disk, as are all logs up to it. */
  void committed(CommitPoint commit) {
    if (commit.number() > durableCommit.number()) {
      durableCommit = commit;
    }
  }

  /**
   * Takes over the reference to a version that is no longer current. It is released once a manifest
   * without it is written.
   *
   * @param inputs segments of the version that were merged into another
   */
  void replaced(Version version, List<SegmentHandle> inputs) {
    unnamed.add(version);
    merged.addAll(inputs);
  }

  /** Whether there is a base version, which a commit would release. */
  boolean hasBase() {
    return base != null;
  }

  /**
   * Writes the manifest, then releases and deletes what it does not name.
   *
   * @param current the current version
   * @param neededLogs logs of the memtables
   */
  void save(Version current, List<Long> neededLogs) throws IOException {
    if (durableCommit.sequence() >= flushed.sequence()) {
      dropBase();
    }
    logFiles.addAll(neededLogs);
    Set<Long> used = current.codebookIds();
    if (base != null) {
      used.addAll(base.version.codebookIds());
    }
    List<CodebookState> named = codebooks.needed(used);
    // The named files must be in the directory after a power failure.
    core.storage().syncDirectory();
    ManifestFile.write(
        core.storage(),
        new Manifest(
            core.nextFileNumber(),
            core.options().properties(),
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

  /** Releases the base version, but keeps its files: the manifest on disk names them. */
  void close(Version current) {
    dropBase();
    for (Version version : unnamed) {
      List<SegmentHandle> only = new ArrayList<>(version.segments());
      only.removeAll(current.segments());
      only.forEach(SegmentHandle::keepFile);
      version.release();
    }
    unnamed.clear();
  }

  /** A commit covers the current version; the next manifest names no base. */
  private void dropBase() {
    if (base != null) {
      unnamed.add(base.version);
      base = null;
    }
  }

  /** Keeps the version before uncommitted transactions, unless an older one is kept. */
  private void holdBase(Version before, List<Long> logs) {
    if (core.options().outerLog() && base == null) {
      if (!before.tryRetain()) {
        throw new IllegalStateException("the current version is not held");
      }
      base = new Base(state(before, logs), before);
    }
  }

  private VersionState state(Version version, List<Long> logs) {
    return new VersionState(
        flushed.sequence(),
        durableCommit.sequence(),
        durableCommit.encode(),
        flushed.counters().toMap(),
        version.segments().stream().map(segment -> segment.state(flushed.sequence())).toList(),
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
        ObsoleteFiles.delete(core.storage(), LogFiles.name(log));
      }
    }
  }
}

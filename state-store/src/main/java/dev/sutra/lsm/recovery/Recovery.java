package dev.sutra.lsm.recovery;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Storage;
import dev.sutra.lsm.core.CommitPoint;
import dev.sutra.lsm.core.TreeCore;
import dev.sutra.lsm.core.TreeOptions;
import dev.sutra.lsm.version.Codebooks;
import dev.sutra.lsm.version.Recovered;
import dev.sutra.lsm.version.SegmentHandle;
import dev.sutra.lsm.version.Version;
import dev.sutra.manifest.Manifest;
import dev.sutra.manifest.ManifestFile;
import dev.sutra.manifest.SegmentState;
import dev.sutra.manifest.VersionState;
import dev.sutra.record.FixedOptionException;
import dev.sutra.segment.SegmentFormat;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.vector.quantization.CodebookFile;
import dev.sutra.wal.LogFiles;
import dev.sutra.wal.StoreLogs;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Recovers a directory to its last commit.
 *
 * <p>The manifest names the current version. If that version may hold uncommitted transactions, the
 * manifest also names the committed version before it. {@link LastCommit} finds the last commit in
 * the logs. The current version is used if the last commit covers it, and the committed version
 * otherwise. {@link Replay} then replays the logs up to the last commit and truncates them there.
 * Files that the new manifest does not name are deleted.
 */
public final class Recovery {
  private final TreeCore core;
  private final Storage storage;
  private final TreeOptions options;
  private final Manifest manifest;
  private final StoreLogs logs;

  private Recovery(TreeCore core, Manifest manifest) throws IOException {
    this.core = core;
    this.storage = core.storage();
    this.options = core.options();
    this.manifest = manifest;
    this.logs = StoreLogs.of(storage);
  }

  /**
   * Recovers the directory.
   *
   * @return the tree as of its last commit
   * @throws FixedOptionException if the directory was created with other options
   * @throws CorruptFileException if it is damaged
   */
  public static Recovered run(TreeCore core) throws IOException {
    Manifest manifest = ManifestFile.read(core.storage());
    if (manifest == null) {
      manifest = create(core.storage(), core.options());
    }
    checkProperties(manifest, core.options().properties());
    Recovery recovery = new Recovery(core, manifest);
    core.raiseFileNumber(recovery.nextFileNumber());
    return recovery.recover();
  }

  private static Manifest create(Storage storage, TreeOptions options) throws IOException {
    for (String name : storage.list()) {
      if (isNumbered(name)) {
        throw new CorruptFileException(
            ManifestFile.NAME, 0, "it is missing, but " + name + " is there");
      }
    }
    Manifest manifest = new Manifest(1, options.properties(), VersionState.empty(), null);
    ManifestFile.write(storage, manifest);
    return manifest;
  }

  private static void checkProperties(Manifest manifest, Map<String, String> asked) {
    asked.forEach(
        (name, value) -> {
          String found = manifest.properties().get(name);
          boolean fits =
              name.equals(Manifest.ANALYSIS)
                  ? manifest.analysis() <= TextAnalyzer.VERSION
                  : value.equals(found);
          if (!fits) {
            throw new FixedOptionException(name, String.valueOf(found), value);
          }
        });
  }

  private Recovered recover() throws IOException {
    checkLogs(manifest.current());
    VersionState committed = manifest.committed();
    if (committed != null) {
      checkLogs(committed);
    }
    CommitPoint commit = LastCommit.find(storage, manifest, logs);
    VersionState stored = base(commit);
    // Before anything is written: on a full disk this makes the room for it.
    deleteUnfinished();
    VersionState base = isOutdated() ? new TextUpgrade(core).run(stored) : stored;
    Codebooks codebooks = Codebooks.open(storage, manifest.codebooks(), options);
    Replay replay = new Replay(core, base, openVersion(base, codebooks), codebooks, commit);
    try {
      replay.read(logs);
      return install(replay, codebooks, commit);
    } catch (IOException | RuntimeException e) {
      replay.state().version().release();
      throw e;
    } finally {
      // What is left becomes the active memtable.
      core.memory().replay(0);
    }
  }

  /** Whether the texts were analyzed by an older version of the analyzer. */
  private boolean isOutdated() {
    return manifest.analysis() < TextAnalyzer.VERSION;
  }

  private void checkLogs(VersionState version) {
    for (long log : version.logs()) {
      if (!logs.numbers().contains(log)) {
        throw new CorruptFileException(LogFiles.name(log), 0, "it is missing");
      }
    }
  }

  private VersionState base(CommitPoint commit) {
    VersionState current = manifest.current();
    if (!options.outerLog() || current.flushedSequence() <= commit.sequence()) {
      return current;
    }
    VersionState committed = manifest.committed();
    if (committed == null) {
      throw new CorruptFileException(
          ManifestFile.NAME,
          0,
          "segments hold transaction "
              + current.flushedSequence()
              + ", but the last commit is "
              + commit.sequence());
    }
    return committed;
  }

  private Version openVersion(VersionState base, Codebooks codebooks) throws IOException {
    List<SegmentHandle> handles = new ArrayList<>();
    try {
      for (SegmentState state : base.segments()) {
        handles.add(SegmentHandle.open(storage, state, codebooks));
      }
      return new Version(handles);
    } catch (IOException | RuntimeException e) {
      handles.forEach(handle -> handle.segment().close());
      throw e;
    }
  }

  /** Writes the manifest of the recovered state, and deletes files that it does not name. */
  private Recovered install(Replay replay, Codebooks codebooks, CommitPoint commit)
      throws IOException {
    List<Long> kept = replay.keepLogs();
    VersionState state = replay.versionState(kept);
    Manifest next =
        new Manifest(
            core.nextFileNumber(), options.properties(), manifest.codebooks(), state, null);
    if (!next.current().equals(manifest.current())
        || manifest.committed() != null
        || isOutdated()) {
      // The named files must be in the directory after a power failure.
      storage.syncDirectory();
      ManifestFile.write(storage, next);
    }
    deleteOrphans(next);
    return new Recovered(
        replay.state(), replay.firstSequence(), kept, replay.flushed(), commit, codebooks);
  }

  private long nextFileNumber() throws IOException {
    long next = manifest.nextFileNumber();
    for (String name : storage.list()) {
      long number = SegmentFormat.number(name);
      number = Math.max(number, Math.max(LogFiles.number(name), CodebookFile.number(name)));
      next = Math.max(next, number + 1);
    }
    return next;
  }

  private static boolean isNumbered(String name) {
    return LogFiles.number(name) >= 0 || isDerived(name);
  }

  /** Whether a name is that of a segment or a codebook. */
  private static boolean isDerived(String name) {
    return SegmentFormat.isSegment(name) || CodebookFile.number(name) >= 0;
  }

  /** Deletes segments and codebooks that interrupted background work has left. */
  private void deleteUnfinished() throws IOException {
    Set<String> named = named(manifest.current());
    if (manifest.committed() != null) {
      named.addAll(named(manifest.committed()));
    }
    for (String name : storage.list()) {
      boolean ours = isDerived(name) || name.equals(ManifestFile.TEMPORARY_NAME);
      if (ours && !named.contains(name)) {
        delete(name);
      }
    }
  }

  private void deleteOrphans(Manifest next) throws IOException {
    Set<String> named = named(next.current());
    next.current().logs().forEach(log -> named.add(LogFiles.name(log)));
    boolean deletedLog = false;
    for (String name : storage.list()) {
      if (isNumbered(name) && !named.contains(name)) {
        delete(name);
        deletedLog |= LogFiles.number(name) >= 0;
      }
    }
    if (deletedLog) {
      // A deleted log that reappeared would bring back transactions with reused numbers.
      storage.syncDirectory();
    }
  }

  private void delete(String name) throws IOException {
    try {
      storage.delete(name);
    } catch (NoSuchFileException e) {
      // During a rollback, the last reader of a merged segment has closed it, which deletes it.
    }
  }

  /** Returns the file names of a version's segments and of all codebooks. */
  private Set<String> named(VersionState version) {
    Set<String> names = new HashSet<>();
    manifest.codebooks().forEach(each -> names.add(CodebookFile.name(each.fileNumber())));
    version.segments().forEach(segment -> names.add(SegmentFormat.fileName(segment.fileNumber())));
    return names;
  }
}

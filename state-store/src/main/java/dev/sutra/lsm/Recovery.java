package dev.sutra.lsm;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Storage;
import dev.sutra.manifest.Manifest;
import dev.sutra.manifest.ManifestFile;
import dev.sutra.manifest.SegmentState;
import dev.sutra.manifest.VersionState;
import dev.sutra.record.FixedOptionException;
import dev.sutra.segment.SegmentFormat;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.vector.CodebookFile;
import dev.sutra.wal.LogFiles;
import dev.sutra.wal.StoreLogs;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Brings a directory back to its last committed state.
 *
 * <p>The manifest names a version, and where that one holds more than is known to be committed, the
 * committed version before it. The logs say how far the commits go ({@link LastCommit}): the newer
 * version counts if they reach what it holds. Then the logs are replayed up to the last commit
 * ({@link Replay}) and cut there, and files that nothing names are deleted.
 */
final class Recovery {
  /**
   * What was found.
   *
   * @param state the tree as of the commit; its version is held once
   * @param firstSequence of the memtable's first transaction
   * @param logs the logs that hold the memtable
   * @param flushedSequence last transaction in the segments
   * @param flushedCounters totals as of that
   * @param commit the last commit
   * @param codebooks those that the manifest names
   * @param nextFileNumber a number that no file has
   */
  record Recovered(
      ReadState state,
      long firstSequence,
      List<Long> logs,
      long flushedSequence,
      Counters flushedCounters,
      CommitPoint commit,
      Codebooks codebooks,
      long nextFileNumber) {}

  private final Storage storage;
  private final TreeOptions options;
  private final Manifest manifest;
  private final StoreLogs logs;
  private final AtomicLong nextFileNumber;

  private Recovery(Storage storage, TreeOptions options, Manifest manifest) throws IOException {
    this.storage = storage;
    this.options = options;
    this.manifest = manifest;
    this.logs = StoreLogs.of(storage);
    this.nextFileNumber = new AtomicLong(nextFileNumber());
  }

  static Recovered run(Storage storage, TreeOptions options) throws IOException {
    Manifest manifest = ManifestFile.read(storage);
    if (manifest == null) {
      manifest = create(storage, options);
    }
    checkProperties(manifest, options.properties());
    return new Recovery(storage, options, manifest).recover();
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
    // First of all: on a full disk they are the room that the rest needs.
    deleteUnfinished();
    VersionState base = isOutdated() ? upgrade(stored) : stored;
    Codebooks codebooks = Codebooks.open(storage, manifest.codebooks(), options);
    Replay replay =
        new Replay(
            storage,
            options,
            base,
            openVersion(base, codebooks),
            codebooks,
            commit,
            nextFileNumber::getAndIncrement);
    try {
      replay.read(logs);
      return install(replay, codebooks, commit);
    } catch (IOException | RuntimeException e) {
      replay.state().version().release();
      throw e;
    }
  }

  /** Whether texts were analyzed by an older version. */
  private boolean isOutdated() {
    return manifest.analysis() < TextAnalyzer.VERSION;
  }

  private VersionState upgrade(VersionState stored) throws IOException {
    return new TextUpgrade(storage, options, nextFileNumber::getAndIncrement).run(stored);
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

  /** Writes what was recovered to the manifest, and deletes what it does not name. */
  private Recovered install(Replay replay, Codebooks codebooks, CommitPoint commit)
      throws IOException {
    List<Long> kept = replay.keepLogs();
    VersionState state = replay.versionState(kept);
    Manifest next =
        new Manifest(nextFileNumber.get(), options.properties(), manifest.codebooks(), state, null);
    if (!next.current().equals(manifest.current())
        || manifest.committed() != null
        || isOutdated()) {
      // The files that it names have to be found by their names after a power cut.
      storage.syncDirectory();
      ManifestFile.write(storage, next);
    }
    deleteOrphans(next);
    return new Recovered(
        replay.state(),
        replay.firstSequence(),
        kept,
        replay.flushedSequence(),
        replay.flushedCounters(),
        commit,
        codebooks,
        nextFileNumber.get());
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

  /** Whether it is a segment or a codebook. */
  private static boolean isDerived(String name) {
    return SegmentFormat.isSegment(name) || CodebookFile.number(name) >= 0;
  }

  /** Deletes segments and codebooks that interrupted background work left. */
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
      // A log that came back would bring transactions whose numbers are given to others now.
      storage.syncDirectory();
    }
  }

  private void delete(String name) throws IOException {
    try {
      storage.delete(name);
    } catch (NoSuchFileException e) {
      // In a rollback: the last reader of a segment that was merged has let go of it, and so of its
      // file.
    }
  }

  /** The segments of a version, and all codebooks. */
  private Set<String> named(VersionState version) {
    Set<String> names = new HashSet<>();
    manifest.codebooks().forEach(each -> names.add(CodebookFile.name(each.fileNumber())));
    version.segments().forEach(segment -> names.add(SegmentFormat.fileName(segment.fileNumber())));
    return names;
  }
}

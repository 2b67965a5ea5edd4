package dev.sutra.lsm;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Storage;
import dev.sutra.manifest.Manifest;
import dev.sutra.manifest.ManifestFile;
import dev.sutra.manifest.SegmentState;
import dev.sutra.manifest.VersionState;
import dev.sutra.memtable.Memtable;
import dev.sutra.record.Concept;
import dev.sutra.record.RowBatch;
import dev.sutra.segment.SegmentFormat;
import dev.sutra.wal.LogFiles;
import dev.sutra.wal.LogReader;
import dev.sutra.wal.LogTail;
import dev.sutra.wal.LogVisitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings a directory back to its last committed state.
 *
 * <p>The manifest names a version, and where that one holds more than is known to be committed, the
 * committed version before it. The logs say how far the commits go: the newer version counts if
 * they reach what it holds. Then the logs are replayed up to the last commit and cut there, and
 * files that nothing names are deleted.
 */
final class Recovery {
  /**
   * What was found.
   *
   * @param version its segments, held once
   * @param memtable what the logs hold beyond them
   * @param firstSequence of the memtable's first transaction
   * @param logs the logs that hold the memtable
   * @param flushedSequence last transaction in the segments
   * @param flushedCounters totals as of that
   * @param counters totals as of the commit
   * @param commit the last commit
   * @param nextFileNumber a number that no file has
   */
  record Recovered(
      Version version,
      Memtable memtable,
      long firstSequence,
      List<Long> logs,
      long flushedSequence,
      Counters flushedCounters,
      Counters counters,
      CommitPoint commit,
      long nextFileNumber) {

    /** The tree as it is then. */
    ReadState state() {
      return new ReadState(
          version,
          memtable,
          memtable.documents(),
          List.of(),
          Math.max(flushedSequence, memtable.lastSequence()),
          counters);
    }
  }

  private final Storage storage;
  private final TreeOptions options;
  private final Manifest manifest;
  private final List<Long> logs = new ArrayList<>();
  private CommitPoint commit;
  private long reach;

  private Recovery(Storage storage, TreeOptions options, Manifest manifest) throws IOException {
    this.storage = storage;
    this.options = options;
    this.manifest = manifest;
    this.commit =
        CommitPoint.decode(
            manifest.current().committedSequence(),
            manifest.current().commitData(),
            ManifestFile.NAME);
    for (String name : storage.list()) {
      if (LogFiles.number(name) >= 0) {
        logs.add(LogFiles.number(name));
      }
    }
    logs.sort(null);
  }

  static Recovered run(Storage storage, TreeOptions options) throws IOException {
    Manifest manifest = ManifestFile.read(storage);
    if (manifest == null) {
      manifest = create(storage, options);
    }
    checkProperties(manifest.properties(), options.properties());
    return new Recovery(storage, options, manifest).recover();
  }

  private static Manifest create(Storage storage, TreeOptions options) throws IOException {
    for (String name : storage.list()) {
      if (SegmentFormat.isSegment(name) || LogFiles.number(name) >= 0) {
        throw new CorruptFileException(
            ManifestFile.NAME, 0, "it is missing, but " + name + " is there");
      }
    }
    Manifest manifest = new Manifest(1, options.properties(), VersionState.empty(), null);
    ManifestFile.write(storage, manifest);
    return manifest;
  }

  private static void checkProperties(Map<String, String> stored, Map<String, String> asked) {
    asked.forEach(
        (name, value) -> {
          String found = stored.get(name);
          if (!value.equals(found)) {
            throw new IllegalArgumentException(
                "the store was made with " + name + " " + found + ", not " + value);
          }
        });
  }

  private Recovered recover() throws IOException {
    checkLogs(manifest.current());
    if (manifest.committed() != null) {
      checkLogs(manifest.committed());
    }
    findCommit();
    VersionState base = base();
    Version version = openVersion(base);
    try {
      return replay(base, version);
    } catch (IOException | RuntimeException e) {
      version.release();
      throw e;
    }
  }

  private void checkLogs(VersionState version) {
    for (long log : version.logs()) {
      if (!logs.contains(log)) {
        throw new CorruptFileException(LogFiles.name(log), 0, "it is missing");
      }
    }
  }

  /** Reads all logs for the last commit that they can be replayed to. */
  private void findCommit() throws IOException {
    long flushed = manifest.current().flushedSequence();
    VersionState committed = manifest.committed();
    reach = committed == null ? flushed : committed.flushedSequence();
    for (int i = 0; i < logs.size(); i++) {
      boolean[] gap = new boolean[1];
      String name = LogFiles.name(logs.get(i));
      LogReader.read(
          storage,
          LogFiles.name(logs.get(i)),
          tail(i),
          new LogVisitor() {
            @Override
            public void transaction(long sequence, boolean own, RowBatch rows, long end) {
              // What a segment holds may be missing here; anything else may not.
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
      if (gap[0] && options.forceLog()) {
        throw new CorruptFileException(
            LogFiles.name(logs.get(i)), 0, "transactions are missing before it");
      }
    }
  }

  private LogTail tail(int log) {
    if (!options.forceLog()) {
      return LogTail.UNFORCED;
    }
    return log == logs.size() - 1 ? LogTail.TORN : LogTail.COMPLETE;
  }

  private VersionState base() {
    VersionState current = manifest.current();
    if (commit.sequence() > Math.max(reach, current.flushedSequence())) {
      throw new CorruptFileException(
          ManifestFile.NAME,
          0,
          "transaction " + commit.sequence() + " was committed, but the logs end at " + reach);
    }
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

  private Version openVersion(VersionState base) throws IOException {
    List<SegmentHandle> handles = new ArrayList<>();
    try {
      for (SegmentState state : base.segments()) {
        handles.add(SegmentHandle.open(storage, state));
      }
      return new Version(handles);
    } catch (IOException | RuntimeException e) {
      handles.forEach(handle -> handle.segment().close());
      throw e;
    }
  }

  private Recovered replay(VersionState base, Version version) throws IOException {
    Memtable memtable = new Memtable(options.analyzer(), options.dimension(), options.similarity());
    Replay replay = new Replay(base, version, memtable);
    List<Long> kept = new ArrayList<>();
    for (int i = 0; i < logs.size(); i++) {
      replay.startLog();
      LogReader.read(storage, LogFiles.name(logs.get(i)), tail(i), replay);
      if (replay.logTransactions > 0) {
        // Cuts what is not committed, and forces the rest: from now on it is relied on.
        storage.truncate(LogFiles.name(logs.get(i)), replay.logEnd);
        kept.add(logs.get(i));
      }
    }
    Recovered recovered =
        new Recovered(
            version,
            memtable,
            replay.firstSequence,
            kept,
            base.flushedSequence(),
            Counters.of(base.counters()),
            replay.counters,
            commit,
            nextFileNumber());
    VersionState state =
        new VersionState(
            base.flushedSequence(),
            commit.sequence(),
            commit.encode(),
            base.counters(),
            base.segments(),
            kept);
    Manifest next = new Manifest(recovered.nextFileNumber, manifest.properties(), state, null);
    if (!next.current().equals(manifest.current()) || manifest.committed() != null) {
      // The logs that it names have to be found by their names after a power cut.
      storage.syncDirectory();
      ManifestFile.write(storage, next);
    }
    deleteOrphans(next);
    return recovered;
  }

  private long nextFileNumber() throws IOException {
    long next = manifest.nextFileNumber();
    for (String name : storage.list()) {
      long number =
          SegmentFormat.isSegment(name) ? SegmentFormat.number(name) : LogFiles.number(name);
      next = Math.max(next, number + 1);
    }
    return next;
  }

  private void deleteOrphans(Manifest next) throws IOException {
    Set<String> named = new HashSet<>();
    next.current().logs().forEach(log -> named.add(LogFiles.name(log)));
    next.current()
        .segments()
        .forEach(segment -> named.add(SegmentFormat.fileName(segment.fileNumber())));
    boolean deletedLog = false;
    for (String name : storage.list()) {
      boolean ours =
          SegmentFormat.isSegment(name)
              || LogFiles.number(name) >= 0
              || name.equals(ManifestFile.TEMPORARY_NAME);
      if (ours && !named.contains(name)) {
        storage.delete(name);
        deletedLog |= LogFiles.number(name) >= 0;
      }
    }
    if (deletedLog) {
      // A log that came back would bring transactions whose numbers are given to others now.
      storage.syncDirectory();
    }
  }

  /** Applies the transactions that are committed and not in the segments. */
  private final class Replay implements LogVisitor {
    private final RowApplier applier = new RowApplier(options);
    private final long flushedSequence;
    private final ReadState state;
    private Counters counters;
    private long firstSequence;
    private int logTransactions;
    private long logEnd;

    Replay(VersionState base, Version version, Memtable memtable) {
      this.flushedSequence = base.flushedSequence();
      this.counters = Counters.of(base.counters());
      this.state = new ReadState(version, memtable, 0, List.of(), flushedSequence, counters);
    }

    void startLog() {
      logTransactions = 0;
      logEnd = 0;
    }

    @Override
    public void transaction(long sequence, boolean own, RowBatch rows, long end) {
      if (sequence > commit.sequence()) {
        return;
      }
      logEnd = end;
      if (sequence <= flushedSequence) {
        return;
      }
      if (firstSequence == 0) {
        firstSequence = sequence;
      }
      logTransactions++;
      @Nullable Concept[] concepts = applier.check(rows);
      counters = applier.apply(rows, concepts, sequence, state, counters);
    }

    @Override
    public void commit(long sequence, byte[] data, long end) {
      if (sequence <= commit.sequence()) {
        logEnd = end;
      }
    }
  }
}

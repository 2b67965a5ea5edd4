package dev.sutra.lsm.recovery;

import dev.sutra.lsm.compaction.FlushJob;
import dev.sutra.lsm.compaction.SegmentOutput;
import dev.sutra.lsm.core.CommitPoint;
import dev.sutra.lsm.core.Counters;
import dev.sutra.lsm.core.TreeCore;
import dev.sutra.lsm.core.TreeOptions;
import dev.sutra.lsm.version.Codebooks;
import dev.sutra.lsm.version.FlushPoint;
import dev.sutra.lsm.version.OpenedSegment;
import dev.sutra.lsm.version.ReadState;
import dev.sutra.lsm.version.SegmentHandle;
import dev.sutra.lsm.version.Version;
import dev.sutra.lsm.write.RowApplier;
import dev.sutra.manifest.SegmentState;
import dev.sutra.manifest.VersionState;
import dev.sutra.memtable.Memtable;
import dev.sutra.record.Concept;
import dev.sutra.record.RowBatch;
import dev.sutra.wal.LogFiles;
import dev.sutra.wal.LogReader;
import dev.sutra.wal.LogVisitor;
import dev.sutra.wal.StoreLogs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replays committed transactions that are not in the segments of a version. A memtable is flushed
 * at once if it or the memory budget is full, so that memory is bounded for logs of any length.
 */
final class Replay implements LogVisitor {
  /** The committed part of a log: its end, and its last transaction or 0. */
  private record Part(long number, long end, long lastSequence) {}

  private final TreeCore core;
  private final TreeOptions options;
  private final VersionState base;
  private final Codebooks codebooks;
  private final CommitPoint commit;
  private final SegmentOutput output;
  private final RowApplier applier;
  private final List<Part> parts = new ArrayList<>();
  private ReadState state;
  private FlushPoint flushed;
  private Counters counters;
  private long firstSequence;
  private long logEnd;
  private long logLastSequence;

  /**
   * Prepares a replay.
   *
   * @param version the segments of the base; takes over the caller's reference to it
   * @param codebooks the newest of them encodes the vectors of new segments
   */
  Replay(
      TreeCore core, VersionState base, Version version, Codebooks codebooks, CommitPoint commit) {
    this.core = core;
    this.options = core.options();
    this.base = base;
    this.codebooks = codebooks;
    this.commit = commit;
    this.output = SegmentOutput.ofRecovery(core, codebooks);
    this.applier = new RowApplier(options);
    this.counters = Counters.of(base.counters());
    this.flushed = new FlushPoint(base.flushedSequence(), counters);
    this.state = emptyState(version);
  }

  void read(StoreLogs logs) throws IOException {
    for (int i = 0; i < logs.size(); i++) {
      logEnd = 0;
      logLastSequence = 0;
      LogReader.read(core.storage(), logs.name(i), logs.tail(i), this);
      parts.add(new Part(logs.numbers().get(i), logEnd, logLastSequence));
    }
  }

  @Override
  public void transaction(long sequence, boolean own, RowBatch rows, long end) throws IOException {
    if (sequence > commit.sequence()) {
      return;
    }
    logEnd = end;
    if (sequence <= flushed.sequence()) {
      return;
    }
    if (state.active().bytes() >= options.memtableBytesMax() || core.memory().mustWait()) {
      flush();
    }
    if (firstSequence == 0) {
      firstSequence = sequence;
    }
    logLastSequence = sequence;
    @Nullable Concept[] concepts = applier.check(rows);
    counters = applier.apply(rows, concepts, sequence, state, counters);
    core.memory().replay(state.active().bytes());
  }

  @Override
  public void commit(long sequence, byte[] data, long end) {
    if (sequence <= commit.sequence()) {
      logEnd = end;
    }
  }

  private void flush() throws IOException {
    Memtable full = state.active();
    Version before = state.version();
    FlushJob job = new FlushJob(options, full, firstSequence, before);
    OpenedSegment segment = output.write(job, codebooks.newest());
    SegmentHandle handle = new SegmentHandle(core.storage(), segment, job.liveness());
    flushed = new FlushPoint(full.lastSequence(), counters);
    firstSequence = 0;
    state = emptyState(before.withNewest(handle));
    before.release();
  }

  private ReadState emptyState(Version version) {
    Memtable empty = new Memtable(options.analyzer(), options.dimension(), options.similarity());
    return ReadState.empty(version, empty, flushed.sequence(), counters);
  }

  /** Returns the tree as of the commit, with its version retained for the caller. */
  ReadState state() {
    long sequence = Math.max(flushed.sequence(), state.active().lastSequence());
    return state.withTransaction(sequence, counters, keptBytes());
  }

  private long keptBytes() {
    return parts.stream().filter(this::isKept).mapToLong(Part::end).sum();
  }

  private boolean isKept(Part part) {
    return part.lastSequence > flushed.sequence();
  }

  /** Returns the number of the memtable's first transaction; 0 if it is empty. */
  long firstSequence() {
    return firstSequence;
  }

  /** Returns how far the segments reach. */
  FlushPoint flushed() {
    return flushed;
  }

  /** Truncates and forces the logs of the memtable after the commit, and returns their numbers. */
  List<Long> keepLogs() throws IOException {
    List<Long> kept = new ArrayList<>();
    for (Part part : parts) {
      if (isKept(part)) {
        core.storage().truncate(LogFiles.name(part.number), part.end);
        kept.add(part.number);
      }
    }
    return kept;
  }

  /** Returns the manifest entry of the recovered version. */
  VersionState versionState(List<Long> logs) {
    long sequence = flushed.sequence();
    List<SegmentState> segments =
        sequence > base.flushedSequence()
            ? state.version().segments().stream().map(each -> each.state(sequence)).toList()
            : base.segments();
    return new VersionState(
        sequence, commit.sequence(), commit.encode(), flushed.counters().toMap(), segments, logs);
  }
}

package dev.sutra.lsm;

import dev.sutra.io.OutputFile;
import dev.sutra.io.Storage;
import dev.sutra.manifest.SegmentState;
import dev.sutra.manifest.VersionState;
import dev.sutra.memtable.Memtable;
import dev.sutra.memtable.MemtableFlush;
import dev.sutra.record.Concept;
import dev.sutra.record.RowBatch;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentFormat;
import dev.sutra.vector.quantization.Coding;
import dev.sutra.wal.LogFiles;
import dev.sutra.wal.LogReader;
import dev.sutra.wal.LogVisitor;
import dev.sutra.wal.StoreLogs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Applies the transactions that are committed and not in a version's segments. A memtable that is
 * full is flushed at once, so that the heap stays bounded however long the logs are.
 */
final class Replay implements LogVisitor {
  /** What of a log is committed: up to where, and its last transaction, 0 if there is none. */
  private record Part(long number, long end, long lastSequence) {}

  private final Storage storage;
  private final TreeOptions options;
  private final VersionState base;
  private final Codebooks codebooks;
  private final CommitPoint commit;
  private final LongSupplier fileNumbers;
  private final RowApplier applier;
  private final List<Part> parts = new ArrayList<>();
  private ReadState state;
  private long flushedSequence;
  private Counters flushedCounters;
  private Counters counters;
  private long firstSequence;
  private long logEnd;
  private long logLastSequence;

  /**
   * Prepares a replay.
   *
   * @param version the segments of the base, held once: from now on by this
   * @param codebooks with the newest of which segments are coded
   */
  Replay(
      Storage storage,
      TreeOptions options,
      VersionState base,
      Version version,
      Codebooks codebooks,
      CommitPoint commit,
      LongSupplier fileNumbers) {
    this.storage = storage;
    this.options = options;
    this.base = base;
    this.codebooks = codebooks;
    this.commit = commit;
    this.fileNumbers = fileNumbers;
    this.applier = new RowApplier(options);
    this.flushedSequence = base.flushedSequence();
    this.flushedCounters = Counters.of(base.counters());
    this.counters = flushedCounters;
    this.state = emptyState(version);
  }

  void read(StoreLogs logs) throws IOException {
    for (int i = 0; i < logs.size(); i++) {
      logEnd = 0;
      logLastSequence = 0;
      LogReader.read(storage, logs.name(i), logs.tail(i), this);
      parts.add(new Part(logs.numbers().get(i), logEnd, logLastSequence));
    }
  }

  @Override
  public void transaction(long sequence, boolean own, RowBatch rows, long end) throws IOException {
    if (sequence > commit.sequence()) {
      return;
    }
    logEnd = end;
    if (sequence <= flushedSequence) {
      return;
    }
    if (state.active().bytes() >= options.memtableBytesMax()) {
      flush();
    }
    if (firstSequence == 0) {
      firstSequence = sequence;
    }
    logLastSequence = sequence;
    @Nullable Concept[] concepts = applier.check(rows);
    counters = applier.apply(rows, concepts, sequence, state, counters);
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
    MemtableFlush flush = new MemtableFlush(full, before.segments().isEmpty());
    long fileNumber = fileNumbers.getAsLong();
    Segment segment = write(flush, fileNumber);
    SegmentHandle handle =
        new SegmentHandle(
            storage,
            segment,
            SegmentCells.open(segment, codebooks),
            flush.liveness(),
            fileNumber,
            firstSequence,
            full.lastSequence(),
            flush.tombstones());
    flushedSequence = full.lastSequence();
    flushedCounters = counters;
    firstSequence = 0;
    state = emptyState(before.withNewest(handle));
    before.release();
  }

  private Segment write(MemtableFlush flush, long fileNumber) throws IOException {
    // What is left of one that fails is deleted by the next open.
    try (OutputFile file = storage.create(SegmentFormat.fileName(fileNumber))) {
      flush.write(
          file,
          fileNumber,
          firstSequence,
          options.dimension(),
          options.similarity(),
          new Coding(codebooks.newest(), options.limits().coding().codedMin()));
    }
    return Segment.open(storage, fileNumber);
  }

  private ReadState emptyState(Version version) {
    Memtable empty = new Memtable(options.analyzer(), options.dimension(), options.similarity());
    return ReadState.empty(version, empty, flushedSequence, counters);
  }

  /** The tree as of the commit. Its version is held once. */
  ReadState state() {
    long sequence = Math.max(flushedSequence, state.active().lastSequence());
    return state.withTransaction(sequence, counters, keptBytes());
  }

  private long keptBytes() {
    return parts.stream().filter(this::isKept).mapToLong(Part::end).sum();
  }

  private boolean isKept(Part part) {
    return part.lastSequence > flushedSequence;
  }

  /** Sequence of the memtable's first transaction; 0 if it is empty. */
  long firstSequence() {
    return firstSequence;
  }

  /** Last transaction in the segments. */
  long flushedSequence() {
    return flushedSequence;
  }

  /** Totals as of that. */
  Counters flushedCounters() {
    return flushedCounters;
  }

  /** The logs that hold the memtable, each cut behind what is committed, and forced. */
  List<Long> keepLogs() throws IOException {
    List<Long> kept = new ArrayList<>();
    for (Part part : parts) {
      if (isKept(part)) {
        storage.truncate(LogFiles.name(part.number), part.end);
        kept.add(part.number);
      }
    }
    return kept;
  }

  /** What the manifest is to say of the segments. */
  VersionState versionState(List<Long> logs) {
    boolean flushed = flushedSequence > base.flushedSequence();
    List<SegmentState> segments =
        flushed
            ? state.version().segments().stream().map(each -> each.state(flushedSequence)).toList()
            : base.segments();
    return new VersionState(
        flushedSequence,
        commit.sequence(),
        commit.encode(),
        flushedCounters.toMap(),
        segments,
        logs);
  }
}

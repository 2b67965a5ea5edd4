package dev.sutra.lsm;

import dev.sutra.io.OutputFile;
import dev.sutra.io.Storage;
import dev.sutra.memtable.MemtableFlush;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentFormat;
import dev.sutra.vector.VectorsSection;
import dev.sutra.vector.quantization.CellCodebook;
import dev.sutra.vector.quantization.Coding;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work behind a tree's back: flushes, one at a time and oldest first, compactions, and the
 * manifest that makes them count.
 *
 * <p>A flush that fails for want of room or of a working disk is tried again; its rows stay in
 * memory and in the log. Only a failure of another kind is final for writers.
 */
final class Maintenance {
  private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

  private final Storage storage;
  private final TreeOptions options;
  private final Tree tree;
  private final WriterGate gate;
  private final Running running;
  private final VersionInstaller installer;
  private final Codebooks codebooks;
  private final Compactions compactions;
  private final CodebookTraining training;
  private final LongAdder userBytes = new LongAdder();
  private final LongAdder flushBytes = new LongAdder();
  private final LongAdder flushCount = new LongAdder();
  private final Failures flushFailures;
  private final RetriedTask flushes;
  private final EarlyFlush earlyFlush;

  Maintenance(
      Storage storage,
      TreeOptions options,
      Tree tree,
      WriterGate gate,
      VersionKeeper keeper,
      Codebooks codebooks) {
    this.storage = storage;
    this.options = options;
    this.tree = tree;
    this.gate = gate;
    this.running = new Running(tree::isClosed);
    this.installer = new VersionInstaller(storage, options, tree, keeper, codebooks, running);
    this.codebooks = codebooks;
    this.compactions = new Compactions(storage, options, tree, gate, installer, codebooks, running);
    this.training =
        new CodebookTraining(storage, options, tree, installer, codebooks, compactions, running);
    this.flushFailures = new Failures("flush", options.limits());
    this.flushes =
        new RetriedTask(Background.FLUSHES, flushFailures, () -> running.run(this::flushSealed));
    this.earlyFlush = new EarlyFlush(storage, options.limits().log(), tree, running);
  }

  /** Takes note of how long the log of the active memtable is; under the tree's lock. */
  void logged(long bytes) {
    earlyFlush.logged(bytes);
  }

  /** Flushes the sealed memtables, one of them new, some time soon; under the tree's lock. */
  void scheduleFlush() {
    earlyFlush.sealed();
    flushes.request();
  }

  /** Flushes now what waits for another attempt. */
  void hurryFlush() {
    flushes.hurry();
  }

  /** Failures of flushes, which one who waits for a flush has to check. */
  Failures flushFailures() {
    return flushFailures;
  }

  Failures compactionFailures() {
    return compactions.failures();
  }

  /** Whether a merge is under way, or comes when a thread or the end of a pause does. */
  boolean isMerging() {
    return compactions.isBusy();
  }

  /** Takes note of what a user has written. */
  void bytesWritten(long bytes) {
    userBytes.add(bytes);
  }

  /** Whether a commit has to be on the disk and {@link #committed} be told. */
  boolean hasBase() {
    return installer.hasBase();
  }

  /** Takes note of a commit that is on the disk, as are all logs up to it. */
  void committed(CommitPoint commit) {
    running.run(() -> installer.committed(commit));
  }

  /** Makes sure that the manifest names what has been published so far. */
  void ensureSaved() {
    running.run(installer::ensureSaved);
  }

  /**
   * Does something while the manifest on the disk is that of what is published; false if closed.
   */
  boolean whileSaved(Runnable work) {
    return running.run(() -> installer.whileSaved(work));
  }

  /** Merges all segments that there are by now; nothing if the tree is closed. */
  void compactAll() {
    compactions.compactAll();
  }

  /** Learns a codebook, and codes segments anew, some time soon, if it is time for that. */
  void scheduleCoding() {
    training.schedule();
    compactions.schedule();
  }

  /** Learns a codebook of all vectors in segments, in the caller's thread. */
  CellCodebook train() {
    return training.train();
  }

  /** Bytes of the files of codebooks. */
  long codebookBytes() {
    return codebooks.bytes();
  }

  /** What was done so far, and what a snapshot's segments are. */
  TreeWork work(TreeSnapshot snapshot) {
    return new TreeWork(
        userBytes.sum(),
        flushBytes.sum(),
        compactions.bytes(),
        flushCount.sum(),
        compactions.count(),
        compactions.running(),
        flushFailures.total()
            + compactions.failures().total()
            + training.failures()
            + installer.failures(),
        gate.delayNanos(),
        gate.stalls(),
        gate.stallNanos(),
        snapshot.segmentBytes(),
        snapshot.liveBytes(),
        snapshot.logBytes());
  }

  /** Waits for running work, which ends soon. The tree is closed by now. */
  void close() {
    earlyFlush.close();
    running.await();
    installer.close();
  }

  private void flushSealed() throws IOException {
    try {
      while (!tree.isClosed() && !tree.state().sealed().isEmpty()) {
        flushOldest();
      }
    } catch (IOException e) {
      LOG.error("a flush failed in {}; it is tried again", storage.describe(), e);
      flushFailures.failed(e);
      gate.wakeAll();
      throw e;
    } catch (RuntimeException | Error e) {
      LOG.error("a flush failed in {}", storage.describe(), e);
      tree.failWriters(e);
    }
  }

  private void flushOldest() throws IOException {
    ReadState before = tree.state();
    SealedMemtable sealed = before.sealed().getLast();
    // A segment may count only once everything before it is on the disk; and its rows be visible.
    tree.forceLogs(sealed);
    boolean nothingOlder = before.version().segments().isEmpty();
    MemtableFlush flush = new MemtableFlush(sealed.memtable(), nothingOlder);
    long fileNumber = tree.takeFileNumber();
    CellCodebook codebook = codebooks.pinNewest();
    try {
      long start = System.nanoTime();
      Segment segment =
          write(
              flush,
              sealed,
              fileNumber,
              new Coding(codebook, options.limits().coding().codedMin()));
      gate.flushed(segment.bytes(), System.nanoTime() - start);
      SegmentCells cells = SegmentCells.open(segment, codebooks);
      VectorsSection vectors = segment.vectors();
      training.flushed(vectors == null ? 0 : vectors.size());
      installer.flushed(
          sealed,
          () ->
              new SegmentHandle(
                  storage,
                  segment,
                  cells,
                  flush.liveness(),
                  fileNumber,
                  sealed.firstSequence(),
                  sealed.memtable().lastSequence(),
                  flush.tombstones()));
    } finally {
      codebooks.unpin(codebook);
    }
    flushCount.increment();
    flushFailures.succeeded();
    scheduleCoding();
  }

  private Segment write(MemtableFlush flush, SealedMemtable sealed, long fileNumber, Coding coding)
      throws IOException {
    String name = SegmentFormat.fileName(fileNumber);
    boolean complete = false;
    try (OutputFile file = storage.create(name)) {
      flush.write(
          BackgroundOutput.flush(file, flushBytes),
          fileNumber,
          sealed.firstSequence(),
          options.dimension(),
          options.similarity(),
          coding);
      Segment segment = Segment.open(storage, fileNumber);
      complete = true;
      return segment;
    } finally {
      if (!complete) {
        UnfinishedFile.delete(storage, name);
      }
    }
  }
}

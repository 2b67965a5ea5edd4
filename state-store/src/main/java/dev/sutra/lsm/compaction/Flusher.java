package dev.sutra.lsm.compaction;

import dev.sutra.lsm.core.Background;
import dev.sutra.lsm.core.Failures;
import dev.sutra.lsm.core.RetriedTask;
import dev.sutra.lsm.core.Running;
import dev.sutra.lsm.core.TreeCore;
import dev.sutra.lsm.log.GroupCommit;
import dev.sutra.lsm.version.OpenedSegment;
import dev.sutra.lsm.version.ReadState;
import dev.sutra.lsm.version.SealedMemtable;
import dev.sutra.lsm.version.VersionSet;
import dev.sutra.vector.quantization.CellCodebook;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flushes sealed memtables in the background, oldest first and one at a time.
 *
 * <p>A flush that fails with an {@link IOException}, for example because the disk is full, is
 * retried; its rows stay in memory and in the log. Any other failure is final for writers.
 * Thread-safe.
 */
public final class Flusher {
  private static final Logger LOG = LoggerFactory.getLogger(Flusher.class);

  private static final double BYTES_PER_SECOND_INITIAL = 64 << 20;

  private final TreeCore core;
  private final GroupCommit log;
  private final VersionSet versions;
  private final CodebookTraining training;
  private final CodingSchedule coding;
  private final SegmentOutput output;
  private final Failures failures;
  private final RetriedTask task;
  // Written by one flush at a time.
  private volatile double bytesPerSecond = BYTES_PER_SECOND_INITIAL;

  /**
   * Creates a flusher.
   *
   * @param log forces the logs of a memtable before its segment is installed
   * @param training counts the vectors of new segments
   * @param coding whether flushes encode vectors
   */
  public Flusher(
      TreeCore core,
      GroupCommit log,
      VersionSet versions,
      CodebookTraining training,
      CodingSchedule coding,
      Running running) {
    this.core = core;
    this.log = log;
    this.versions = versions;
    this.training = training;
    this.coding = coding;
    this.output = SegmentOutput.ofFlushes(core, versions.codebooks());
    this.failures = new Failures("flush", core.options().limits(), core.work());
    this.task = new RetriedTask(Background.FLUSHES, failures, () -> running.run(this::flushSealed));
  }

  /** Requests a flush of all sealed memtables. Returns at once. */
  public void request() {
    task.request();
  }

  /** Starts a retry now instead of after its pause. */
  public void hurry() {
    task.hurry();
  }

  /** Failures that a caller who waits for a flush has to check. */
  public Failures failures() {
    return failures;
  }

  /** Returns the moving average of the rate of flushes, in bytes per second. */
  public double bytesPerSecond() {
    return bytesPerSecond;
  }

  private void flushSealed() throws IOException {
    try {
      while (!core.health().isStopped() && !versions.newest().sealed().isEmpty()) {
        flushOldest();
      }
    } catch (IOException e) {
      LOG.error("a flush failed in {}; retrying", core.storage().describe(), e);
      failures.failed(e);
      core.wakeWriters();
      throw e;
    } catch (RuntimeException | Error e) {
      LOG.error("a flush failed in {}", core.storage().describe(), e);
      core.failWriters(e);
    }
  }

  private void flushOldest() throws IOException {
    ReadState before = versions.newest();
    SealedMemtable sealed = before.sealed().getLast();
    // Rows of a segment are durable and visible, so their transactions must be before.
    log.force(sealed);
    FlushJob job =
        new FlushJob(core.options(), sealed.memtable(), sealed.firstSequence(), before.version());
    CellCodebook codebook = versions.codebooks().pinNewest();
    try {
      long start = System.nanoTime();
      OpenedSegment segment = output.write(job, coding.isDeferred() ? null : codebook);
      measured(segment.segment().bytes(), System.nanoTime() - start);
      training.flushed(segment.vectors());
      versions.installFlush(sealed, segment, job::liveness);
    } finally {
      versions.codebooks().unpin(codebook);
    }
    core.work().flushInstalled();
    failures.succeeded();
    coding.flushed(training::schedule);
    training.schedule();
  }

  private void measured(long bytes, long nanos) {
    double rate = bytes * 1e9 / Math.max(1, nanos);
    // For a small memtable most of the time is forces, which says little about the rate.
    double share = Math.min(1, (double) bytes / core.options().memtableBytesMax());
    double before = bytesPerSecond;
    bytesPerSecond = before + share * (rate - before) / 4;
  }
}

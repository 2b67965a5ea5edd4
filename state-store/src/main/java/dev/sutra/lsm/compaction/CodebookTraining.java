package dev.sutra.lsm.compaction;

import dev.sutra.lsm.core.Background;
import dev.sutra.lsm.core.CodingLimits;
import dev.sutra.lsm.core.Failures;
import dev.sutra.lsm.core.ObsoleteFiles;
import dev.sutra.lsm.core.RetriedTask;
import dev.sutra.lsm.core.Running;
import dev.sutra.lsm.core.TreeCore;
import dev.sutra.lsm.version.SegmentHandle;
import dev.sutra.lsm.version.Version;
import dev.sutra.lsm.version.VersionSet;
import dev.sutra.manifest.CodebookState;
import dev.sutra.vector.VectorsSection;
import dev.sutra.vector.cells.CellsSection;
import dev.sutra.vector.quantization.CellCodebook;
import dev.sutra.vector.quantization.CellTrainer;
import dev.sutra.vector.quantization.CodebookFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains codebooks from the vectors in segments, in the background or on request, one at a time.
 * The first is trained when there are enough vectors. The next one is trained when there are four
 * times as many, which suit twice as many cells, or when the vectors are much farther from their
 * centroids than those of the training. New segments are encoded with the newest codebook; {@link
 * CompactionScheduler} encodes older segments again. No writer waits for training. Thread-safe.
 */
public final class CodebookTraining {
  private static final Logger LOG = LoggerFactory.getLogger(CodebookTraining.class);

  /** A constant, so that the same vectors give the same codebook. */
  private static final long SEED = 1;

  /** Growth of the suitable number of cells that makes training due. */
  private static final int GROWTH = 2;

  /** Growth of the mean squared distance to the centroids that makes training due. */
  private static final double DRIFT = 1.3;

  /** Drift counts only if one of this many vectors is new since the last training. */
  private static final int NEW_SHARE = 4;

  private final TreeCore core;
  private final VersionSet versions;
  private final CompactionScheduler compactions;
  private final CodingSchedule coding;
  private final Running running;
  private final ReentrantLock lock = new ReentrantLock();
  private final Failures failures;
  private final RetriedTask task;
  private final AtomicLong flushed = new AtomicLong();

  public CodebookTraining(
      TreeCore core,
      VersionSet versions,
      CompactionScheduler compactions,
      CodingSchedule coding,
      Running running) {
    this.core = core;
    this.versions = versions;
    this.compactions = compactions;
    this.coding = coding;
    this.running = running;
    this.failures = new Failures("training a codebook", core.options().limits(), core.work());
    this.task =
        new RetriedTask(Background.COMPACTIONS, failures, () -> running.run(this::trainIfDue));
  }

  /** Notes the number of vectors in a new segment. */
  public void flushed(int vectors) {
    flushed.addAndGet(vectors);
  }

  /** Requests training if it is due, and compactions, which also encode segments again. */
  public void schedule() {
    if (isDue()) {
      task.request();
    }
    compactions.schedule();
  }

  /**
   * Trains a codebook from all vectors in segments, in the caller's thread.
   *
   * @return the newest codebook
   * @throws IllegalStateException if there are too few vectors, or the tree is closed before the
   *     end
   * @throws UncheckedIOException if the codebook cannot be written; nothing is changed
   */
  public CellCodebook train() {
    CellCodebook codebook;
    try {
      codebook = running.call(this::trainNow);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (codebook == null) {
      throw new CancellationException("the store is closed");
    }
    compactions.schedule();
    return codebook;
  }

  private boolean isDue() {
    if (core.health().isStopped() || coding.isDeferred()) {
      return false;
    }
    Version version = versions.newest().version();
    long vectors = version.vectors();
    CodingLimits limits = core.options().limits().coding();
    CellCodebook newest = versions.codebooks().newest();
    if (newest == null) {
      return vectors >= limits.automaticTrainingMin();
    }
    if (vectors < limits.trainingMin()) {
      return false;
    }
    return CellCodebook.cellsFor(vectors) >= GROWTH * newest.cells()
        || (flushed.get() >= vectors / NEW_SHARE && hasDrifted(version, newest));
  }

  /** Whether the vectors that are encoded with a codebook no longer fit it. */
  private static boolean hasDrifted(Version version, CellCodebook codebook) {
    double squares = 0;
    long vectors = 0;
    for (SegmentHandle segment : version.segments()) {
      CellsSection cells = segment.cells().section();
      if (cells != null && cells.codebook().id() == codebook.id()) {
        squares += cells.size() * (double) cells.meanSquares();
        vectors += cells.size();
      }
    }
    return squares > DRIFT * codebook.meanSquares() * vectors;
  }

  private void trainIfDue() throws IOException {
    try {
      if (isDue()) {
        trainNow();
        failures.succeeded();
      }
    } catch (CancellationException e) {
      LOG.debug("the training of a codebook was cancelled: {}", e.getMessage());
    } catch (IOException e) {
      failures.failed(e);
      LOG.error("training a codebook failed in {}; retrying", core.storage().describe(), e);
      throw e;
    } catch (RuntimeException | Error e) {
      // Not final, even if it is corruption: vectors are compared as before.
      failures.failed(e);
      LOG.error("training a codebook failed in {}", core.storage().describe(), e);
    }
    compactions.schedule();
  }

  private CellCodebook trainNow() throws IOException {
    lock.lock();
    try {
      Version read = versions.retainNewest();
      CellCodebook codebook;
      flushed.set(0);
      try {
        codebook = trainFrom(read);
      } finally {
        read.release();
      }
      if (versions.codebooks().find(codebook.id()) == null) {
        write(codebook);
      }
      return codebook;
    } finally {
      lock.unlock();
    }
  }

  private CellCodebook trainFrom(Version read) {
    long vectors = read.vectors();
    int vectorsMin = core.options().limits().coding().trainingMin();
    if (vectors < vectorsMin) {
      throw new IllegalStateException(
          vectors + " vectors are too few to learn from; " + vectorsMin + " are needed");
    }
    List<VectorsSection> sources = new ArrayList<>();
    for (SegmentHandle segment : read.segments()) {
      VectorsSection section = segment.segment().vectors();
      if (section != null) {
        sources.add(section);
      }
    }
    return CellTrainer.train(
        sources, CellCodebook.cellsFor(vectors), SEED, this::checkNotCancelled);
  }

  private void checkNotCancelled() {
    if (core.health().isStopped()) {
      throw new CancellationException("the store is closed");
    }
  }

  private void write(CellCodebook codebook) throws IOException {
    long fileNumber = core.takeFileNumber();
    long bytes;
    try {
      bytes = CodebookFile.write(core.storage(), fileNumber, codebook);
    } catch (IOException | RuntimeException | Error e) {
      ObsoleteFiles.delete(core.storage(), CodebookFile.name(fileNumber));
      throw e;
    }
    versions.installCodebook(new CodebookState(fileNumber, codebook.id(), bytes), codebook);
    LOG.info("trained a codebook of {} cells for {}", codebook.cells(), core.storage().describe());
  }
}

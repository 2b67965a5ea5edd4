package dev.sutra.lsm;

import dev.sutra.io.Storage;
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
 * Learns codebooks from the vectors in segments, in the background or by call, one at a time. The
 * first is learned when there are enough vectors, the next ones when there are four times as many:
 * then twice as many cells suit them; or when the vectors lie much farther from their centroids
 * than those that were learned from. Segments are coded with the newest one when they are written,
 * and older segments by {@link Compactions}. No writer waits for any of this. Thread-safe.
 */
final class CodebookTraining {
  private static final Logger LOG = LoggerFactory.getLogger(CodebookTraining.class);

  /** The same vectors give the same codebook. */
  private static final long SEED = 1;

  /** By how much the cells that suit the vectors have to grow. */
  private static final int GROWTH = 2;

  /** By how much the mean squared distance to the centroids has to grow. */
  private static final double DRIFT = 1.3;

  /** One vector of so many has to be new since the last time, for drift to count again. */
  private static final int NEW_SHARE = 4;

  private final Storage storage;
  private final TreeOptions options;
  private final Tree tree;
  private final VersionInstaller installer;
  private final Codebooks codebooks;
  private final Compactions compactions;
  private final Running running;
  private final ReentrantLock lock = new ReentrantLock();
  private final Failures failures;
  private final RetriedTask task;
  private final AtomicLong flushed = new AtomicLong();

  CodebookTraining(
      Storage storage,
      TreeOptions options,
      Tree tree,
      VersionInstaller installer,
      Codebooks codebooks,
      Compactions compactions,
      Running running) {
    this.storage = storage;
    this.options = options;
    this.tree = tree;
    this.installer = installer;
    this.codebooks = codebooks;
    this.compactions = compactions;
    this.running = running;
    this.failures = new Failures("learning a codebook", options.limits());
    this.task =
        new RetriedTask(Background.COMPACTIONS, failures, () -> running.run(this::trainIfDue));
  }

  /** Takes note of vectors in a new segment. */
  void flushed(int vectors) {
    flushed.addAndGet(vectors);
  }

  /** Learns some time soon if it is time for that. */
  void schedule() {
    if (isDue()) {
      task.request();
    }
  }

  /**
   * Learns from all vectors in segments, in the caller's thread.
   *
   * @return the newest codebook
   * @throws IllegalStateException if there are too few vectors, or the tree is closed, before or
   *     meanwhile
   * @throws UncheckedIOException if the codebook cannot be written; nothing is changed then
   */
  CellCodebook train() {
    List<CellCodebook> learned = new ArrayList<>();
    try {
      if (!running.run(() -> learned.add(learn()))) {
        throw new CancellationException("the store is closed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    compactions.schedule();
    return learned.getFirst();
  }

  /** Attempts that failed. */
  long failures() {
    return failures.total();
  }

  private boolean isDue() {
    if (tree.isClosed()) {
      return false;
    }
    Version version = tree.state().version();
    long vectors = version.vectors();
    CodingLimits limits = options.limits().coding();
    CellCodebook newest = codebooks.newest();
    if (newest == null) {
      return vectors >= limits.learnedByItselfMin();
    }
    if (vectors < limits.learnedMin()) {
      return false;
    }
    return CellCodebook.cellsFor(vectors) >= GROWTH * newest.cells()
        || (flushed.get() >= vectors / NEW_SHARE && hasDrifted(version, newest));
  }

  /** Whether the vectors that were coded with a codebook are of another kind by now. */
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
        learn();
        failures.succeeded();
      }
    } catch (CancellationException e) {
      LOG.debug("learning a codebook ends unfinished: {}", e.getMessage());
    } catch (IOException e) {
      failures.failed(e);
      LOG.error("learning a codebook failed in {}; it is tried again", storage.describe(), e);
      throw e;
    } catch (RuntimeException | Error e) {
      // Whatever it is, even damage: vectors are compared exactly as before.
      failures.failed(e);
      LOG.error("learning a codebook failed in {}", storage.describe(), e);
    }
    compactions.schedule();
  }

  private CellCodebook learn() throws IOException {
    lock.lock();
    try {
      Version read = tree.state().version();
      while (!read.tryRetain()) {
        read = tree.state().version();
      }
      CellCodebook codebook;
      flushed.set(0);
      try {
        codebook = learn(read);
      } finally {
        read.release();
      }
      if (codebooks.find(codebook.id()) == null) {
        write(codebook);
      }
      return codebook;
    } finally {
      lock.unlock();
    }
  }

  private CellCodebook learn(Version read) {
    long vectors = read.vectors();
    int vectorsMin = options.limits().coding().learnedMin();
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
    return CellTrainer.train(sources, CellCodebook.cellsFor(vectors), SEED, this::checkWanted);
  }

  private void checkWanted() {
    if (tree.isClosed()) {
      throw new CancellationException("the store is closed");
    }
  }

  private void write(CellCodebook codebook) throws IOException {
    long fileNumber = tree.takeFileNumber();
    long bytes;
    try {
      bytes = CodebookFile.write(storage, fileNumber, codebook);
    } catch (IOException | RuntimeException | Error e) {
      UnfinishedFile.delete(storage, CodebookFile.name(fileNumber));
      throw e;
    }
    installer.learned(new CodebookState(fileNumber, codebook.id(), bytes), codebook);
    LOG.info("{} cells were learned for the vectors of {}", codebook.cells(), storage.describe());
  }
}

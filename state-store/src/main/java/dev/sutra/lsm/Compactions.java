package dev.sutra.lsm;

import dev.sutra.io.OutputFile;
import dev.sutra.io.Storage;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentFormat;
import dev.sutra.vector.cells.CellsSection;
import dev.sutra.vector.quantization.CellCodebook;
import dev.sutra.vector.quantization.Coding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges runs of segments in the background: several at once where they are disjoint, on threads
 * that all stores share. A merge that fails leaves everything as it was and is tried again after a
 * pause; one that runs while the tree is closed ends soon. Thread-safe.
 */
final class Compactions {
  private static final Logger LOG = LoggerFactory.getLogger(Compactions.class);

  private final Storage storage;
  private final TreeOptions options;
  private final Tree tree;
  private final WriterGate gate;
  private final VersionInstaller installer;
  private final Codebooks codebooks;
  private final Running running;
  private final Failures failures;
  private final LongAdder bytes = new LongAdder();
  private final LongAdder count = new LongAdder();
  // Changed under the lock, read without.
  private final AtomicInteger merges = new AtomicInteger();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  // Guarded by the lock.
  private final Set<SegmentHandle> merging = new HashSet<>();
  private int queued;
  private @Nullable Future<?> pause;
  private boolean wholeTree;

  Compactions(
      Storage storage,
      TreeOptions options,
      Tree tree,
      WriterGate gate,
      VersionInstaller installer,
      Codebooks codebooks,
      Running running) {
    this.storage = storage;
    this.options = options;
    this.tree = tree;
    this.gate = gate;
    this.installer = installer;
    this.codebooks = codebooks;
    this.running = running;
    this.failures = new Failures("compaction", options.limits());
  }

  /** Merges, some time soon, what the policy says; as many runs at once as there are threads. */
  void schedule() {
    lock.lock();
    try {
      if (pause == null && queued < Background.COMPACTION_THREADS && !choose().isEmpty()) {
        queued++;
        Background.COMPACTIONS.execute(this::runQueued);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Merges all segments that there are by now, in the caller's thread.
   *
   * @throws UncheckedIOException if it fails; nothing is changed then
   * @throws IllegalStateException if the tree is closed, before or meanwhile
   */
  void compactAll() {
    try {
      if (!running.run(this::mergeAll)) {
        throw new CancellationException("the store is closed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      schedule();
      gate.wakeAll();
    }
  }

  /** Merges under way. */
  int running() {
    return merges.get();
  }

  /** Whether a merge is under way, or comes when a thread or the end of a pause does. */
  boolean isBusy() {
    lock.lock();
    try {
      return merges.get() > 0 || queued > 0 || pause != null;
    } finally {
      lock.unlock();
    }
  }

  /** Bytes written so far. */
  long bytes() {
    return bytes.sum();
  }

  /** Merges installed so far. */
  long count() {
    return count.sum();
  }

  Failures failures() {
    return failures;
  }

  private void runQueued() {
    try {
      running.run(this::mergeChosen);
    } catch (IOException | RuntimeException | Error e) {
      // Whatever it is, even damage: the store is as good as without the merge.
      pauseAfter(e);
    } finally {
      gate.wakeAll();
    }
  }

  private void mergeChosen() throws IOException {
    List<SegmentHandle> run;
    lock.lock();
    try {
      queued--;
      run = choose();
      if (run.isEmpty()) {
        return;
      }
      begin(run);
    } finally {
      lock.unlock();
    }
    // Another thread may merge another run meanwhile.
    schedule();
    try {
      merge(run);
      failures.succeeded();
    } catch (CancellationException e) {
      LOG.debug("a compaction ends unfinished: {}", e.getMessage());
      return;
    } finally {
      end(run);
    }
    schedule();
  }

  private void mergeAll() throws IOException {
    List<SegmentHandle> all;
    lock.lock();
    try {
      while (wholeTree) {
        idle.awaitUninterruptibly();
      }
      // From now on no other merge begins.
      wholeTree = true;
      while (merges.get() > 0) {
        idle.awaitUninterruptibly();
      }
      all = tree.state().version().segments();
      begin(all);
      wholeTree = false;
      idle.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      if (all.size() > 1 || all.stream().anyMatch(this::isStale)) {
        merge(all);
      }
    } catch (CancellationException e) {
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      failures.failed(e);
      throw e;
    } finally {
      end(all);
    }
  }

  /** The next run to merge; under the lock. */
  private List<SegmentHandle> choose() {
    if (wholeTree || tree.isClosed()) {
      return List.of();
    }
    return CompactionPolicy.choose(
        tree.state().version().segments(), merging::contains, this::isStale);
  }

  /** Whether a segment's vectors are to be coded anew, or for the first time. */
  private boolean isStale(SegmentHandle segment) {
    CellCodebook newest = codebooks.newest();
    if (newest == null || segment.vectors() < options.limits().coding().codedMin()) {
      return false;
    }
    CellsSection cells = segment.cells().section();
    return cells == null || cells.codebook().id() != newest.id();
  }

  private void begin(List<SegmentHandle> run) {
    merging.addAll(run);
    merges.incrementAndGet();
  }

  private void end(List<SegmentHandle> run) {
    lock.lock();
    try {
      run.forEach(merging::remove);
      merges.decrementAndGet();
      idle.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void pauseAfter(Throwable cause) {
    failures.failed(cause);
    LOG.error("a compaction failed in {}; it is tried again", storage.describe(), cause);
    lock.lock();
    try {
      if (pause == null) {
        pause =
            Background.TIMER.schedule(this::resume, failures.pauseMillis(), TimeUnit.MILLISECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  private void resume() {
    lock.lock();
    try {
      pause = null;
    } finally {
      lock.unlock();
    }
    schedule();
  }

  private void merge(List<SegmentHandle> inputs) throws IOException {
    Version read = tree.state().version();
    while (!read.tryRetain()) {
      read = tree.state().version();
    }
    CellCodebook codebook = codebooks.pinNewest();
    try {
      boolean oldest = read.segments().getLast() == inputs.getLast();
      Compaction compaction =
          new Compaction(inputs, oldest, read.segments().getFirst().maxSequence());
      long fileNumber = tree.takeFileNumber();
      Segment segment =
          write(compaction, fileNumber, new Coding(codebook, options.limits().coding().codedMin()));
      SegmentCells cells = SegmentCells.open(segment, codebooks);
      installer.merged(
          inputs,
          () ->
              new SegmentHandle(
                  storage,
                  segment,
                  cells,
                  compaction.liveness(),
                  fileNumber,
                  compaction.minSequence(),
                  compaction.maxSequence(),
                  compaction.tombstones()));
      count.increment();
    } finally {
      codebooks.unpin(codebook);
      read.release();
    }
  }

  private Segment write(Compaction compaction, long fileNumber, Coding coding) throws IOException {
    String name = SegmentFormat.fileName(fileNumber);
    boolean complete = false;
    try (OutputFile file = storage.create(name)) {
      BackgroundOutput output =
          BackgroundOutput.compaction(file, bytes, options.compactionRate(), tree::isClosed);
      compaction.write(output, fileNumber, options, coding);
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

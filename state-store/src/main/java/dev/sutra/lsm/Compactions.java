package dev.sutra.lsm;

import dev.sutra.io.OutputFile;
import dev.sutra.io.Storage;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
  private final VersionInstaller installer;
  private final Running running;
  private final Failures failures;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  // Guarded by the lock.
  private final Set<SegmentHandle> merging = new HashSet<>();
  private int queued;
  private int merges;
  private @Nullable Future<?> pause;
  private boolean wholeTree;

  Compactions(
      Storage storage,
      TreeOptions options,
      Tree tree,
      VersionInstaller installer,
      Running running) {
    this.storage = storage;
    this.options = options;
    this.tree = tree;
    this.installer = installer;
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
    }
    schedule();
  }

  /** Merges under way. */
  int merges() {
    lock.lock();
    try {
      return merges;
    } finally {
      lock.unlock();
    }
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
      while (merges > 0) {
        idle.awaitUninterruptibly();
      }
      all = tree.state().version().segments();
      begin(all);
    } finally {
      lock.unlock();
    }
    try {
      if (all.size() > 1) {
        merge(all);
      }
    } catch (CancellationException e) {
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      failures.failed(e);
      throw e;
    } finally {
      endWholeTree(all);
    }
  }

  /** The next run to merge; under the lock. */
  private List<SegmentHandle> choose() {
    if (wholeTree || tree.isClosed()) {
      return List.of();
    }
    return CompactionPolicy.choose(tree.state().version().segments(), merging::contains);
  }

  private void begin(List<SegmentHandle> run) {
    merging.addAll(run);
    merges++;
  }

  private void end(List<SegmentHandle> run) {
    lock.lock();
    try {
      run.forEach(merging::remove);
      merges--;
      idle.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void endWholeTree(List<SegmentHandle> all) {
    lock.lock();
    try {
      wholeTree = false;
      end(all);
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
    tree.wakeWriters();
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
    try {
      boolean oldest = read.segments().getLast() == inputs.getLast();
      Compaction compaction = new Compaction(inputs, oldest);
      long fileNumber = tree.takeFileNumber();
      Segment segment = write(compaction, fileNumber);
      installer.merged(
          inputs,
          () ->
              new SegmentHandle(
                  storage,
                  segment,
                  compaction.liveness(),
                  fileNumber,
                  compaction.minSequence(),
                  compaction.maxSequence()));
    } finally {
      read.release();
    }
  }

  private Segment write(Compaction compaction, long fileNumber) throws IOException {
    String name = SegmentFormat.fileName(fileNumber);
    boolean complete = false;
    try (OutputFile file = storage.create(name)) {
      compaction.write(new CompactionOutput(file, tree::isClosed), fileNumber, options);
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

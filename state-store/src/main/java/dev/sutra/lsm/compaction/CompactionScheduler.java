package dev.sutra.lsm.compaction;

import dev.sutra.lsm.core.Background;
import dev.sutra.lsm.core.Failures;
import dev.sutra.lsm.core.Running;
import dev.sutra.lsm.core.TreeCore;
import dev.sutra.lsm.version.Codebooks;
import dev.sutra.lsm.version.SegmentHandle;
import dev.sutra.lsm.version.Version;
import dev.sutra.lsm.version.VersionSet;
import dev.sutra.vector.cells.CellsSection;
import dev.sutra.vector.quantization.CellCodebook;
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
 * Merges runs of segments in the background, disjoint runs concurrently, on threads that all stores
 * share. A failed merge changes nothing and is retried after a pause. A merge that runs while the
 * tree is closed is cancelled. Thread-safe.
 */
public final class CompactionScheduler {
  private static final Logger LOG = LoggerFactory.getLogger(CompactionScheduler.class);

  private final TreeCore core;
  private final VersionSet versions;
  private final Codebooks codebooks;
  private final Running running;
  private final SegmentOutput output;
  private final CodingSchedule coding;
  private final Failures failures;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  // Guarded by the lock.
  private final Set<SegmentHandle> merging = new HashSet<>();
  private int merges;
  private int queued;
  private @Nullable Future<?> pause;
  private boolean wholeTree;

  public CompactionScheduler(
      TreeCore core, VersionSet versions, CodingSchedule coding, Running running) {
    this.core = core;
    this.versions = versions;
    this.codebooks = versions.codebooks();
    this.running = running;
    this.coding = coding;
    this.output = SegmentOutput.ofCompactions(core, codebooks);
    this.failures = new Failures("compaction", core.options().limits(), core.work());
  }

  /** Merges the picked runs asynchronously, as many at once as there are threads. */
  public void schedule() {
    lock.lock();
    try {
      if (pause == null && queued < Background.COMPACTION_THREADS && !pick().isEmpty()) {
        queued++;
        Background.COMPACTIONS.execute(this::runQueued);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Merges all present segments in the caller's thread.
   *
   * @return false if the texts of a segment have to be indexed first; nothing is changed
   * @throws UncheckedIOException if it fails; nothing is changed
   * @throws IllegalStateException if the tree is closed before the end
   */
  public boolean compactAll() {
    try {
      Boolean merged = running.call(this::mergeAll);
      if (merged == null) {
        throw new CancellationException("the store is closed");
      }
      return merged;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      schedule();
      core.wakeWriters();
    }
  }

  /** Keeps a segment from being merged; returns false if it is being merged. */
  public boolean reserve(SegmentHandle segment) {
    lock.lock();
    try {
      if (wholeTree || merging.contains(segment)) {
        return false;
      }
      begin(List.of(segment));
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends a reservation. */
  public void unreserve(SegmentHandle segment) {
    end(List.of(segment));
    schedule();
  }

  /** Whether a merge runs, or waits for a thread or for the end of a pause. */
  public boolean isBusy() {
    lock.lock();
    try {
      return merges > 0 || queued > 0 || pause != null;
    } finally {
      lock.unlock();
    }
  }

  public Failures failures() {
    return failures;
  }

  private void runQueued() {
    try {
      running.run(this::mergePicked);
    } catch (IOException | RuntimeException | Error e) {
      // Not final, even if it is corruption: the store is as it was before the merge.
      pauseAfter(e);
    } finally {
      core.wakeWriters();
    }
  }

  private void mergePicked() throws IOException {
    List<SegmentHandle> run;
    lock.lock();
    try {
      queued--;
      run = pick();
      if (run.isEmpty()) {
        return;
      }
      begin(run);
    } finally {
      lock.unlock();
    }
    // Another thread may merge another run concurrently.
    schedule();
    try {
      merge(run, coding.encodes(run));
      failures.succeeded();
    } catch (CancellationException e) {
      LOG.debug("a compaction was cancelled: {}", e.getMessage());
      return;
    } finally {
      end(run);
    }
    schedule();
  }

  private boolean mergeAll() throws IOException {
    List<SegmentHandle> all;
    lock.lock();
    try {
      while (wholeTree) {
        idle.awaitUninterruptibly();
      }
      // No other merge begins from now on.
      wholeTree = true;
      while (merges > 0) {
        idle.awaitUninterruptibly();
      }
      all = versions.newest().version().segments();
      begin(all);
      wholeTree = false;
      idle.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      if (all.stream().anyMatch(each -> each.texts().isPending())) {
        return false;
      }
      if (all.size() > 1 || all.stream().anyMatch(this::isStale)) {
        merge(all, true);
      }
      return true;
    } catch (CancellationException e) {
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      failures.failed(e);
      throw e;
    } finally {
      end(all);
    }
  }

  /** Returns the next run to merge. Called under the lock. */
  private List<SegmentHandle> pick() {
    if (wholeTree || core.health().isStopped()) {
      return List.of();
    }
    return CompactionPicker.pick(
        versions.newest().version().segments(),
        merging::contains,
        each -> each.texts().isPending(),
        this::isEncodingDue);
  }

  private boolean isEncodingDue(SegmentHandle segment) {
    return isStale(segment) && !coding.isDeferred();
  }

  /** Whether a segment's vectors have to be encoded with the newest codebook. */
  private boolean isStale(SegmentHandle segment) {
    CellCodebook newest = codebooks.newest();
    if (newest == null || segment.vectors() < core.options().limits().coding().codedMin()) {
      return false;
    }
    CellsSection cells = segment.cells().section();
    return cells == null || cells.codebook().id() != newest.id();
  }

  private void begin(List<SegmentHandle> run) {
    merging.addAll(run);
    merges++;
    core.work().compactionBegan();
  }

  private void end(List<SegmentHandle> run) {
    lock.lock();
    try {
      run.forEach(merging::remove);
      merges--;
      core.work().compactionEnded();
      idle.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void pauseAfter(Throwable cause) {
    failures.failed(cause);
    LOG.error("a compaction failed in {}; retrying", core.storage().describe(), cause);
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

  private void merge(List<SegmentHandle> inputs, boolean encode) throws IOException {
    Version read = versions.retainNewest();
    CellCodebook codebook = codebooks.pinNewest();
    try {
      boolean oldest = read.segments().getLast() == inputs.getLast();
      long flushedSequence = read.segments().getFirst().maxSequence();
      CompactionJob job = new CompactionJob(core.options(), inputs, oldest, flushedSequence);
      versions.installMerge(inputs, output.write(job, encode ? codebook : null), job::liveness);
      core.work().compactionInstalled();
    } finally {
      codebooks.unpin(codebook);
      read.release();
    }
  }
}

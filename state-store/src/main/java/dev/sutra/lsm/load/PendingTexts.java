package dev.sutra.lsm.load;

import dev.sutra.lsm.compaction.CompactionScheduler;
import dev.sutra.lsm.compaction.SegmentOutput;
import dev.sutra.lsm.core.Background;
import dev.sutra.lsm.core.Failures;
import dev.sutra.lsm.core.Running;
import dev.sutra.lsm.core.TreeCore;
import dev.sutra.lsm.version.OpenedSegment;
import dev.sutra.lsm.version.SegmentHandle;
import dev.sutra.lsm.version.TextCompletion;
import dev.sutra.lsm.version.Version;
import dev.sutra.lsm.version.VersionSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Indexes the texts of loaded segments in the background, oldest first and several at a time, on
 * the threads of compactions; a search does it in its own thread where none is at it. The last one
 * is indexed by two threads. While a load is active, the background work waits if there are few
 * processors. A failure changes nothing and is retried after a pause. Thread-safe.
 */
public final class PendingTexts implements TextCompletion {
  private static final Logger LOG = LoggerFactory.getLogger(PendingTexts.class);

  /** With fewer processors, the background work would slow down the load. */
  private static final int PROCESSORS_DURING_LOADS = 4;

  // Bounds the heap that postings take in the whole process; each thread takes one.
  private static final Semaphore BUILDS = new Semaphore(Background.COMPACTION_THREADS + 1);

  private final TreeCore core;
  private final VersionSet versions;
  private final CompactionScheduler compactions;
  private final Running running;
  private final SegmentOutput output;
  private final Failures failures;
  private final AtomicInteger queued = new AtomicInteger();
  private volatile boolean waiting;

  /**
   * Creates the task, without starting it.
   *
   * @param running of the session
   */
  public PendingTexts(
      TreeCore core, VersionSet versions, CompactionScheduler compactions, Running running) {
    this.core = core;
    this.versions = versions;
    this.compactions = compactions;
    this.running = running;
    this.output = SegmentOutput.ofCompactions(core, versions.codebooks());
    this.failures = new Failures("indexing texts", core.options().limits(), core.work());
    versions.completeTextsBy(this);
  }

  @Override
  public void schedule() {
    if (waiting || core.health().isStopped()) {
      return;
    }
    int wanted = Math.min(Background.COMPACTION_THREADS, missing());
    for (int i = queued.get(); i < wanted; i++) {
      queued.incrementAndGet();
      Background.COMPACTIONS.execute(this::runQueued);
    }
  }

  /** Lets the background work wait, or go on. */
  void setWaiting(boolean wait) {
    waiting = wait && Runtime.getRuntime().availableProcessors() < PROCESSORS_DURING_LOADS;
    schedule();
  }

  /**
   * Indexes the texts of all present segments that are not being merged, in the caller's thread
   * too.
   *
   * @throws UncheckedIOException if it fails
   * @throws IllegalStateException if the tree is closed before the end
   */
  public void completeAll() {
    Version read = versions.retainNewest();
    try {
      for (SegmentHandle segment : read.segments()) {
        if (!segment.texts().needsWork() || !compactions.reserve(segment)) {
          continue;
        }
        if (!segment.texts().claim()) {
          compactions.unreserve(segment);
        } else if (!buildClaimed(segment, true)) {
          throw new CancellationException("the store is closed");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      read.release();
    }
  }

  @Override
  public boolean complete(SegmentHandle segment) {
    if (!segment.texts().claim()) {
      return !segment.texts().isMissing();
    }
    try {
      return buildClaimed(segment, compactions.reserve(segment));
    } catch (IOException | RuntimeException e) {
      failed(segment, e);
      return false;
    }
  }

  private int missing() {
    return (int)
        versions.newest().version().segments().stream()
            .filter(each -> each.texts().needsWork())
            .count();
  }

  private void runQueued() {
    try {
      running.run(
          () -> {
            boolean more = true;
            while (more && !waiting) {
              more = completeNext();
            }
          });
    } finally {
      queued.decrementAndGet();
    }
  }

  /** Indexes the texts of one segment; returns false if there is none, or it fails. */
  private boolean completeNext() {
    Version read = versions.retainNewest();
    try {
      SegmentHandle next = claimNext(read.segments());
      if (next == null) {
        return false;
      }
      try {
        return buildClaimed(next, true);
      } catch (IOException | RuntimeException e) {
        failed(next, e);
        return false;
      }
    } finally {
      read.release();
    }
  }

  /**
   * Does the work that was claimed; returns false if the tree is closed.
   *
   * @param reserved whether no merge reads the segment, so that the copy may take its place
   */
  private boolean buildClaimed(SegmentHandle segment, boolean reserved) throws IOException {
    try {
      return running.run(() -> build(segment, reserved));
    } finally {
      segment.texts().endClaim();
      if (reserved) {
        compactions.unreserve(segment);
      }
      core.wakeWriters();
    }
  }

  /** Claims and reserves a segment; one that is being merged is not worth the work. */
  private @Nullable SegmentHandle claimNext(List<SegmentHandle> newestFirst) {
    for (SegmentHandle each : newestFirst.reversed()) {
      if (each.texts().needsWork() && compactions.reserve(each)) {
        if (each.texts().tryClaim()) {
          return each;
        }
        compactions.unreserve(each);
      }
    }
    return null;
  }

  private void build(SegmentHandle segment, boolean reserved) throws IOException {
    BUILDS.acquireUninterruptibly();
    // The threads for the texts of memtables have time: a load leaves none in memtables.
    boolean byTwo = missing() <= 1 && BUILDS.tryAcquire();
    try {
      Executor helper = byTwo ? Background.INDEXING : null;
      OpenedSegment copy = output.write(new TextsJob(core, segment, helper), null);
      versions.installTexts(segment, copy, reserved);
      failures.succeeded();
    } finally {
      BUILDS.release(byTwo ? 2 : 1);
    }
  }

  private void failed(SegmentHandle segment, Exception cause) {
    if (cause instanceof CancellationException) {
      LOG.debug("indexing texts was cancelled: {}", cause.getMessage());
      return;
    }
    failures.failed(cause);
    LOG.error(
        "indexing the texts of segment {} failed in {}; retrying",
        segment.fileNumber(),
        core.storage().describe(),
        cause);
    Future<?> unused =
        Background.TIMER.schedule(this::schedule, failures.pauseMillis(), TimeUnit.MILLISECONDS);
  }
}

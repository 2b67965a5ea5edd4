package dev.sutra.lsm.load;

import dev.sutra.lsm.compaction.SegmentOutput;
import dev.sutra.lsm.core.Background;
import dev.sutra.lsm.core.Failures;
import dev.sutra.lsm.core.RetriedTask;
import dev.sutra.lsm.core.Running;
import dev.sutra.lsm.core.TreeCore;
import dev.sutra.lsm.log.ActiveLog;
import dev.sutra.lsm.version.OpenedSegment;
import dev.sutra.lsm.version.Version;
import dev.sutra.lsm.version.VersionSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes buffers of loads as segments in the background, in their order and one at a time. A write
 * that fails with an {@link IOException} is retried; its rows stay in memory. Any other failure is
 * final for writers.
 *
 * <p>All methods are called under the writers' lock, except for {@link #isActive}.
 */
public final class LoadWriter {
  private static final Logger LOG = LoggerFactory.getLogger(LoadWriter.class);

  private final TreeCore core;
  private final ActiveLog log;
  private final VersionSet versions;
  private final SegmentOutput output;
  private final LoadListener listener;
  private final Failures failures;
  private final RetriedTask task;
  // Oldest first; the first is being written.
  private final Deque<LoadBuffer> handedOver = new ArrayDeque<>();
  private @Nullable LoadBuffer spare;
  private @Nullable LoadBuffer filling;
  private LongConsumer installed = sequence -> {};
  private volatile boolean active;

  public LoadWriter(
      TreeCore core, ActiveLog log, VersionSet versions, LoadListener listener, Running running) {
    this.core = core;
    this.log = log;
    this.versions = versions;
    this.listener = listener;
    this.output = SegmentOutput.ofLoads(core, versions.codebooks());
    this.failures = new Failures("bulk load", core.options().limits(), core.work());
    this.task = new RetriedTask(Background.FLUSHES, failures, () -> running.run(this::writeAll));
  }

  /** Sets what is called with the transaction of each segment, before readers see it. */
  public void whenInstalling(LongConsumer target) {
    installed = target;
  }

  boolean isActive() {
    return active;
  }

  /** Returns a buffer without rows. The load is active from now on. */
  LoadBuffer takeEmpty() {
    if (!active) {
      active = true;
      listener.began();
    }
    LoadBuffer empty = spare == null ? new LoadBuffer() : spare;
    spare = null;
    account(empty);
    return empty;
  }

  /** Notes the heap bytes of the buffer that is filled. */
  void account(@Nullable LoadBuffer now) {
    filling = now;
    long bytes = 0;
    for (LoadBuffer each : handedOver) {
      bytes += each.heapBytes();
    }
    core.memory().load(now == null ? 0 : now.heapBytes(), bytes);
  }

  /** The buffer that is filled has no rows and is not needed. */
  void discard() {
    account(null);
    endIfIdle();
    core.changed().signalAll();
  }

  boolean hasRoom() {
    return handedOver.isEmpty()
        || (handedOver.size() < LoadMemory.HANDED_OVER_MAX && !core.memory().mustWait());
  }

  void handOver(LoadBuffer full) {
    core.work().addUserBytes(full.length());
    handedOver.add(full);
    account(null);
    task.request();
  }

  /** Runs a task when the buffer that was handed over last is installed, or at once. */
  void whenInstalled(Runnable listener) {
    LoadBuffer last = handedOver.peekLast();
    if (last == null) {
      listener.run();
    } else {
      last.whenInstalled(listener);
    }
  }

  /**
   * Waits until a condition holds.
   *
   * @throws IllegalStateException if the tree takes no more writes
   * @throws java.io.UncheckedIOException if writing keeps failing
   */
  void await(BooleanSupplier condition) {
    core.health().checkUsable();
    if (condition.getAsBoolean()) {
      return;
    }
    long before = failures.total();
    task.hurry();
    long start = System.nanoTime();
    core.work().stallBegan();
    try {
      while (!condition.getAsBoolean()) {
        failures.check(before);
        core.changed().awaitUninterruptibly();
        core.health().checkUsable();
      }
    } finally {
      core.work().stallEnded(System.nanoTime() - start);
    }
  }

  /** Forgets what is not installed. */
  void drop() {
    handedOver.clear();
    spare = null;
    account(null);
    active = false;
  }

  private void writeAll() throws IOException {
    try {
      for (LoadBuffer next = first(); next != null; next = first()) {
        write(next);
      }
    } catch (CancellationException e) {
      LOG.debug("a bulk load was cancelled: {}", e.getMessage());
    } catch (IOException e) {
      LOG.error("a bulk load failed in {}; retrying", core.storage().describe(), e);
      failures.failed(e);
      core.wakeWriters();
      throw e;
    } catch (RuntimeException | Error e) {
      LOG.error("a bulk load failed in {}", core.storage().describe(), e);
      core.failWriters(e);
    }
  }

  private @Nullable LoadBuffer first() {
    core.lock().lock();
    try {
      return core.health().isStopped() ? null : handedOver.peekFirst();
    } finally {
      core.lock().unlock();
    }
  }

  private void write(LoadBuffer rows) throws IOException {
    if (!rows.isInstalled()) {
      install(rows);
    }
    try {
      // A later transaction in the log must not be all that a crash leaves.
      versions.ensureSaved();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    failures.succeeded();
    core.lock().lock();
    try {
      end(rows);
    } finally {
      core.lock().unlock();
    }
  }

  private void install(LoadBuffer rows) throws IOException {
    Version before = versions.retainNewest();
    try {
      LoadJob job = new LoadJob(core.options(), rows, before, nextSequence());
      OpenedSegment segment = output.write(job, null);
      versions.installLoad(
          segment,
          job,
          log::counters,
          counters -> {
            installed.accept(job.maxSequence());
            log.applied(job.maxSequence(), counters);
            rows.setInstalled();
          });
      core.work().flushInstalled();
      listener.installed(segment.vectors());
    } finally {
      before.release();
    }
  }

  /** The number of the next transaction: no other one is applied while a load is active. */
  private long nextSequence() {
    core.lock().lock();
    try {
      return log.sequence() + 1;
    } finally {
      core.lock().unlock();
    }
  }

  /** The rows of a buffer are visible, and named by the manifest. */
  private void end(LoadBuffer rows) {
    if (!handedOver.remove(rows)) {
      // The tree is closed or rolls back.
      return;
    }
    rows.listeners().forEach(Runnable::run);
    rows.clear();
    spare = rows;
    account(filling);
    endIfIdle();
    core.changed().signalAll();
  }

  private void endIfIdle() {
    if (filling == null && handedOver.isEmpty()) {
      active = false;
      spare = null;
      listener.ended();
    }
  }
}

package dev.sutra.lsm.version;

import dev.sutra.lsm.core.Background;
import dev.sutra.lsm.core.CommitPoint;
import dev.sutra.lsm.core.Failures;
import dev.sutra.lsm.core.RetriedTask;
import dev.sutra.lsm.core.Running;
import dev.sutra.lsm.core.TreeCore;
import dev.sutra.manifest.CodebookState;
import dev.sutra.record.Liveness;
import dev.sutra.vector.quantization.CellCodebook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs new versions: publishes each to readers, then writes the manifest that makes it durable.
 *
 * <p>A version is published under the writers' lock, which is held for no I/O. The manifest is
 * written under the manifest lock, which keeps manifests in the order of the versions. The manifest
 * lock is taken first. A failed write of the manifest is retried. Until it succeeds, no file that
 * the manifest on disk may name is deleted, so that either version can be opened. Thread-safe.
 */
public final class VersionSet {
  private static final Logger LOG = LoggerFactory.getLogger(VersionSet.class);

  private final TreeCore core;
  private final ReadViews views;
  private final LogNumbers activeLogs;
  private final Codebooks codebooks;
  private final ManifestWriter manifest;
  private final ReentrantLock manifestLock = new ReentrantLock();
  private final Failures failures;
  private final RetriedTask saves;
  // Guarded by the manifest lock.
  private boolean saved = true;
  private volatile boolean hasBase;

  /**
   * Continues from the result of recovery.
   *
   * @param activeLogs logs of the active memtable
   */
  public VersionSet(
      TreeCore core, ReadViews views, LogNumbers activeLogs, Recovered recovered, Running running) {
    this.core = core;
    this.views = views;
    this.activeLogs = activeLogs;
    this.codebooks = recovered.codebooks();
    this.manifest = new ManifestWriter(core, recovered);
    this.failures = new Failures("writing the manifest", core.options().limits(), core.work());
    this.saves = new RetriedTask(Background.FLUSHES, failures, () -> running.run(this::retrySave));
  }

  /** Returns the newest state, not retained. */
  public ReadState newest() {
    return views.newest();
  }

  /** Returns the newest version, retained for the caller. */
  public Version retainNewest() {
    return views.retainVersion();
  }

  public Codebooks codebooks() {
    return codebooks;
  }

  /** Whether a commit has to be forced and passed to {@link #commit}. */
  public boolean hasBase() {
    return hasBase;
  }

  /** Notes a commit that is on disk, as are all logs up to it, and writes the manifest. */
  public void commit(CommitPoint commit) {
    manifestLock.lock();
    try {
      manifest.committed(commit);
      saveOrRetry();
    } finally {
      manifestLock.unlock();
    }
  }

  /**
   * Installs the segment of the oldest sealed memtable.
   *
   * @param deaths returns the documents that died up to now; called under the writers' lock
   */
  public void installFlush(
      SealedMemtable sealed, OpenedSegment segment, Supplier<Liveness> deaths) {
    manifestLock.lock();
    try {
      Version replaced;
      core.lock().lock();
      try {
        ReadState state = views.newest();
        replaced = state.version();
        manifest.flushed(sealed, replaced);
        hasBase = manifest.hasBase();
        SegmentHandle handle = new SegmentHandle(core.storage(), segment, deaths.get());
        publish(state.withFlushed(replaced.withNewest(handle)));
      } finally {
        core.lock().unlock();
      }
      manifest.replaced(replaced, List.of());
      saveOrRetry();
    } finally {
      manifestLock.unlock();
    }
  }

  /**
   * Installs a merged segment in place of its inputs.
   *
   * @param deaths returns the documents that died up to now; called under the writers' lock
   */
  public void installMerge(
      List<SegmentHandle> inputs, OpenedSegment segment, Supplier<Liveness> deaths) {
    manifestLock.lock();
    try {
      Version replaced;
      core.lock().lock();
      try {
        ReadState state = views.newest();
        replaced = state.version();
        SegmentHandle handle = new SegmentHandle(core.storage(), segment, deaths.get());
        publish(state.withVersion(replaced.withReplaced(inputs, handle)));
      } finally {
        core.lock().unlock();
      }
      manifest.replaced(replaced, inputs);
      saveOrRetry();
    } finally {
      manifestLock.unlock();
    }
  }

  /** Adds a codebook whose file is written; flushes and compactions use it from now on. */
  public void installCodebook(CodebookState state, CellCodebook codebook) {
    manifestLock.lock();
    try {
      codebooks.add(state, codebook);
      saveOrRetry();
    } finally {
      manifestLock.unlock();
    }
  }

  /**
   * Makes sure that the manifest on disk names the published version.
   *
   * @throws UncheckedIOException if the manifest cannot be written; the write is retried later
   */
  public void ensureSaved() {
    manifestLock.lock();
    try {
      if (!saved) {
        save();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      manifestLock.unlock();
    }
  }

  /**
   * Runs work while the manifest on disk names the published version, and returns its result.
   *
   * @throws UncheckedIOException if the manifest cannot be written; the write is retried later
   */
  public <T> T whileSaved(Supplier<T> work) {
    manifestLock.lock();
    try {
      ensureSaved();
      return work.get();
    } finally {
      manifestLock.unlock();
    }
  }

  /** Releases versions that only the manifest needs. Nothing is installed afterwards. */
  public void close() {
    manifestLock.lock();
    try {
      manifest.close(views.newest().version());
    } finally {
      manifestLock.unlock();
    }
  }

  private void publish(ReadState next) {
    views.publish(next);
    core.changed().signalAll();
  }

  private void retrySave() throws IOException {
    manifestLock.lock();
    try {
      if (!saved) {
        save();
      }
    } catch (IOException e) {
      noteFailure(e);
      throw e;
    } catch (RuntimeException | Error e) {
      LOG.error("cannot write the manifest of {}", core.storage().describe(), e);
      core.failWriters(e);
    } finally {
      manifestLock.unlock();
    }
  }

  private void saveOrRetry() {
    saved = false;
    try {
      save();
    } catch (IOException e) {
      noteFailure(e);
      saves.request();
    }
  }

  private void noteFailure(IOException cause) {
    failures.failed(cause);
    LOG.error("cannot write the manifest of {}; trying again", core.storage().describe(), cause);
  }

  private void save() throws IOException {
    Version current;
    List<Long> logs;
    core.lock().lock();
    try {
      ReadState state = views.newest();
      current = state.version();
      logs = activeLogs.needed(state.sealed());
    } finally {
      core.lock().unlock();
    }
    manifest.save(current, logs);
    hasBase = manifest.hasBase();
    saved = true;
    failures.succeeded();
  }
}

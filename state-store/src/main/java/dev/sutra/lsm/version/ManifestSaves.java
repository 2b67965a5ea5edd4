package dev.sutra.lsm.version;

import dev.sutra.lsm.core.Background;
import dev.sutra.lsm.core.Failures;
import dev.sutra.lsm.core.RetriedTask;
import dev.sutra.lsm.core.Running;
import dev.sutra.lsm.core.TreeCore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the manifest of the published version, and retries writes that fail. All methods but
 * {@link #hasBase} are called under the manifest lock.
 */
final class ManifestSaves {
  private static final Logger LOG = LoggerFactory.getLogger(ManifestSaves.class);

  private final TreeCore core;
  private final ReadViews views;
  private final LogNumbers activeLogs;
  private final ManifestWriter manifest;
  private final ReentrantLock manifestLock;
  private final Failures failures;
  private final RetriedTask retries;
  private boolean saved = true;
  private volatile boolean hasBase;

  ManifestSaves(
      TreeCore core,
      ReadViews views,
      LogNumbers activeLogs,
      ManifestWriter manifest,
      ReentrantLock manifestLock,
      Running running) {
    this.core = core;
    this.views = views;
    this.activeLogs = activeLogs;
    this.manifest = manifest;
    this.manifestLock = manifestLock;
    this.failures = new Failures("writing the manifest", core.options().limits(), core.work());
    this.retries = new RetriedTask(Background.FLUSHES, failures, () -> running.run(this::retry));
  }

  /** Whether the manifest has a version to roll back to. Needs no lock. */
  boolean hasBase() {
    return hasBase;
  }

  /** Notes whether the manifest has a version to roll back to. */
  void noteBase() {
    hasBase = manifest.hasBase();
  }

  /** Writes the manifest, now or, if that fails, later. */
  void saveOrRetry() {
    saved = false;
    try {
      save();
    } catch (IOException e) {
      noteFailure(e);
      retries.request();
    }
  }

  /**
   * Writes the manifest if the last write failed.
   *
   * @throws UncheckedIOException if it fails again
   */
  void ensureSaved() {
    try {
      if (!saved) {
        save();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void retry() throws IOException {
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

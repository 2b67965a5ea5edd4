package dev.sutra.lsm;

import dev.sutra.io.Storage;
import dev.sutra.manifest.CodebookState;
import dev.sutra.vector.quantization.CellCodebook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes new versions, and writes the manifest that makes them count.
 *
 * <p>A version is published under the tree's lock, which is held for no I/O, and written under a
 * lock of its own, which keeps manifests in the order of the versions. The manifest lock is taken
 * first. A manifest that cannot be written is tried again: until then nothing that the one on the
 * disk may name is deleted, so that either is good to open.
 */
final class VersionInstaller {
  private static final Logger LOG = LoggerFactory.getLogger(VersionInstaller.class);

  private final Storage storage;
  private final TreeOptions options;
  private final Tree tree;
  private final VersionKeeper keeper;
  private final Codebooks codebooks;
  private final ReentrantLock manifestLock = new ReentrantLock();
  private final Failures failures;
  private final RetriedTask saves;
  // Guarded by the manifest lock.
  private boolean saved = true;
  private volatile boolean hasBase;

  VersionInstaller(
      Storage storage,
      TreeOptions options,
      Tree tree,
      VersionKeeper keeper,
      Codebooks codebooks,
      Running running) {
    this.storage = storage;
    this.options = options;
    this.tree = tree;
    this.keeper = keeper;
    this.codebooks = codebooks;
    this.failures = new Failures("writing the manifest", options.limits());
    this.saves = new RetriedTask(Background.FLUSHES, failures, () -> running.run(this::saveAgain));
  }

  /** Whether a commit has to be on the disk and {@link #committed} be told. */
  boolean hasBase() {
    return hasBase;
  }

  /** Takes note of a commit that is on the disk, as are all logs up to it. */
  void committed(CommitPoint commit) {
    manifestLock.lock();
    try {
      keeper.committed(commit);
      saveOrRetry();
    } finally {
      manifestLock.unlock();
    }
  }

  /**
   * Installs the segment of the oldest sealed memtable.
   *
   * @param handle makes its handle, under the tree's lock: with the deaths up to now
   */
  void flushed(SealedMemtable sealed, Supplier<SegmentHandle> handle) {
    manifestLock.lock();
    try {
      Version replaced;
      tree.lock().lock();
      try {
        replaced = tree.state().version();
        keeper.flushed(sealed, replaced, options.outerLog());
        hasBase = keeper.hasBase();
        tree.publish(tree.state().withFlushed(replaced.withNewest(handle.get())));
      } finally {
        tree.lock().unlock();
      }
      keeper.replaced(replaced, List.of());
      saveOrRetry();
    } finally {
      manifestLock.unlock();
    }
  }

  /**
   * Installs a merged segment in place of its inputs.
   *
   * @param handle makes its handle, under the tree's lock: with the deaths up to now
   */
  void merged(List<SegmentHandle> inputs, Supplier<SegmentHandle> handle) {
    manifestLock.lock();
    try {
      Version replaced;
      tree.lock().lock();
      try {
        replaced = tree.state().version();
        tree.publish(tree.state().withVersion(replaced.withReplaced(inputs, handle.get())));
      } finally {
        tree.lock().unlock();
      }
      keeper.replaced(replaced, inputs);
      saveOrRetry();
    } finally {
      manifestLock.unlock();
    }
  }

  /** Names a codebook that is in its file, and gives it to flushes and merges from now on. */
  void learned(CodebookState state, CellCodebook codebook) {
    manifestLock.lock();
    try {
      codebooks.add(state, codebook);
      saveOrRetry();
    } finally {
      manifestLock.unlock();
    }
  }

  /**
   * Makes sure that the manifest names what has been published so far.
   *
   * @throws UncheckedIOException if it cannot be written; that is tried again later
   */
  void ensureSaved() {
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
   * Does something while the manifest on the disk is that of what is published.
   *
   * @throws UncheckedIOException if it cannot be written; that is tried again later
   */
  void whileSaved(Runnable work) {
    manifestLock.lock();
    try {
      ensureSaved();
      work.run();
    } finally {
      manifestLock.unlock();
    }
  }

  /** Writes that failed. */
  long failures() {
    return failures.total();
  }

  /** Lets go of what only the manifest needs; nothing is installed any more. */
  void close() {
    manifestLock.lock();
    try {
      keeper.close(tree.state().version());
    } finally {
      manifestLock.unlock();
    }
  }

  private void saveAgain() throws IOException {
    manifestLock.lock();
    try {
      if (!saved) {
        save();
      }
    } catch (IOException e) {
      noteFailure(e);
      throw e;
    } catch (RuntimeException | Error e) {
      LOG.error("cannot write the manifest of {}", storage.describe(), e);
      tree.failWriters(e);
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
    LOG.error("cannot write the manifest of {}; trying again", storage.describe(), cause);
  }

  private void save() throws IOException {
    Version current;
    List<Long> logs;
    tree.lock().lock();
    try {
      current = tree.state().version();
      logs = tree.neededLogs();
    } finally {
      tree.lock().unlock();
    }
    keeper.save(current, logs, tree.peekFileNumber());
    hasBase = keeper.hasBase();
    saved = true;
    failures.succeeded();
  }
}

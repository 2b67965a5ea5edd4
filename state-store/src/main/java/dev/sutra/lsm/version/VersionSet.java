package dev.sutra.lsm.version;

import dev.sutra.lsm.core.CommitPoint;
import dev.sutra.lsm.core.Counters;
import dev.sutra.lsm.core.Running;
import dev.sutra.lsm.core.TreeCore;
import dev.sutra.manifest.CodebookState;
import dev.sutra.record.Liveness;
import dev.sutra.vector.quantization.CellCodebook;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Installs new versions: publishes each to readers, then writes the manifest that makes it durable.
 *
 * <p>A version is published under the writers' lock, which is held for no I/O. The manifest is
 * written under the manifest lock, which keeps manifests in the order of the versions. The manifest
 * lock is taken first. A failed write of the manifest is retried. Until it succeeds, no file that
 * the manifest on disk may name is deleted, so that either version can be opened. Thread-safe.
 */
public final class VersionSet {
  private final TreeCore core;
  private final ReadViews views;
  private final Codebooks codebooks;
  private final ManifestWriter manifest;
  private final ReentrantLock manifestLock = new ReentrantLock();
  private final ManifestSaves saves;
  private volatile @Nullable TextCompletion textCompletion;

  /**
   * Continues from the result of recovery.
   *
   * @param activeLogs logs of the active memtable
   */
  public VersionSet(
      TreeCore core, ReadViews views, LogNumbers activeLogs, Recovered recovered, Running running) {
    this.core = core;
    this.views = views;
    this.codebooks = recovered.codebooks();
    this.manifest = new ManifestWriter(core, recovered);
    this.saves = new ManifestSaves(core, views, activeLogs, manifest, manifestLock, running);
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
    return saves.hasBase();
  }

  /** Notes a commit that is on disk, as are all logs up to it, and writes the manifest. */
  public void commit(CommitPoint commit) {
    manifestLock.lock();
    try {
      manifest.committed(commit);
      saves.saveOrRetry();
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
        saves.noteBase();
        SegmentHandle handle = handle(segment, deaths.get());
        publish(state.withFlushed(replaced.withNewest(handle)));
      } finally {
        core.lock().unlock();
      }
      manifest.replaced(replaced, List.of());
      saves.saveOrRetry();
    } finally {
      manifestLock.unlock();
    }
  }

  /**
   * Installs a loaded segment, whose rows are one transaction. The memtables are empty.
   *
   * @param applied notes the transaction and its totals; called under the writers' lock
   */
  public void installLoad(
      OpenedSegment segment,
      LoadedSegment load,
      Supplier<Counters> before,
      Consumer<Counters> applied) {
    manifestLock.lock();
    try {
      // Segments are only replaced under the manifest lock.
      load.prepare(views.newest().version());
      Version replaced;
      core.lock().lock();
      try {
        ReadState state = views.newest();
        replaced = state.version();
        Counters counters = load.replace(before.get());
        FlushPoint point = new FlushPoint(load.maxSequence(), counters);
        manifest.loaded(point, replaced);
        saves.noteBase();
        Version next = replaced.withNewest(handle(segment, new Liveness()));
        publish(state.withLoaded(next, point.sequence(), counters));
        applied.accept(counters);
      } finally {
        core.lock().unlock();
      }
      manifest.replaced(replaced, List.of());
      saves.saveOrRetry();
    } finally {
      manifestLock.unlock();
    }
  }

  /**
   * Lets a segment answer by a copy with the index of its texts.
   *
   * @param install whether the copy takes the segment's place
   */
  public void installTexts(SegmentHandle segment, OpenedSegment copy, boolean install) {
    manifestLock.lock();
    try {
      Version replaced = null;
      core.lock().lock();
      try {
        ReadState state = views.newest();
        SegmentHandle next = handle(copy, segment.liveness().copy());
        boolean inPlace = install && state.version().segments().contains(segment);
        segment.completeTexts(next, inPlace);
        if (inPlace) {
          replaced = state.version();
          publish(state.withVersion(replaced.withReplaced(List.of(segment), next)));
        } else {
          next.markReplaced();
        }
      } finally {
        core.lock().unlock();
      }
      if (replaced != null) {
        manifest.replaced(replaced, List.of(segment));
        saves.saveOrRetry();
      }
    } finally {
      manifestLock.unlock();
    }
  }

  /** Sets who indexes the texts of segments that lack the index, present and future ones. */
  public void completeTextsBy(TextCompletion completion) {
    textCompletion = completion;
    views
        .newest()
        .version()
        .segments()
        .forEach(each -> each.texts().completedBy(() -> completion.complete(each)));
  }

  private SegmentHandle handle(OpenedSegment segment, Liveness liveness) {
    SegmentHandle handle = new SegmentHandle(core.storage(), segment, liveness);
    TextCompletion completion = textCompletion;
    if (completion != null) {
      handle.texts().completedBy(() -> completion.complete(handle));
    }
    return handle;
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
        SegmentHandle handle = handle(segment, deaths.get());
        publish(state.withVersion(replaced.withReplaced(inputs, handle)));
      } finally {
        core.lock().unlock();
      }
      manifest.replaced(replaced, inputs);
      saves.saveOrRetry();
    } finally {
      manifestLock.unlock();
    }
    TextCompletion completion = textCompletion;
    if (segment.textsPending() && completion != null) {
      completion.schedule();
    }
  }

  /** Adds a codebook whose file is written; flushes and compactions use it from now on. */
  public void installCodebook(CodebookState state, CellCodebook codebook) {
    manifestLock.lock();
    try {
      codebooks.add(state, codebook);
      saves.saveOrRetry();
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
      saves.ensureSaved();
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
      saves.ensureSaved();
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
}

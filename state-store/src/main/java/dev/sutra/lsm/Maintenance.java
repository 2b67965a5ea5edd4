package dev.sutra.lsm;

import dev.sutra.io.Storage;
import dev.sutra.memtable.MemtableFlush;
import dev.sutra.segment.Segment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work behind a tree's back: flushes and compactions, at most one of each at a time, and the
 * manifest that makes them count.
 *
 * <p>A new version is published under the tree's lock, which is held for no I/O, and written to the
 * manifest under a lock of its own, which keeps manifests in the order of the versions. The
 * manifest lock is taken first.
 */
final class Maintenance {
  private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

  private final Storage storage;
  private final TreeOptions options;
  private final Tree tree;
  private final VersionKeeper keeper;
  private final ReentrantLock manifestLock = new ReentrantLock();
  private final ReentrantLock flushLock = new ReentrantLock();
  private final ReentrantLock compactionLock = new ReentrantLock();
  private final Phaser running = new Phaser(1);
  private volatile boolean hasBase;

  Maintenance(Storage storage, TreeOptions options, Tree tree, VersionKeeper keeper) {
    this.storage = storage;
    this.options = options;
    this.tree = tree;
    this.keeper = keeper;
  }

  /** Flushes the oldest sealed memtable some time soon. */
  void scheduleFlush() {
    running.register();
    Background.FLUSHES.execute(() -> run(flushLock, this::flushOldest));
  }

  /** Whether a commit has to be on the disk and {@link #committed} be told. */
  boolean hasBase() {
    return hasBase;
  }

  /** Takes note of a commit that is on the disk, as are all logs up to it. */
  void committed(CommitPoint commit) {
    if (!enter()) {
      return;
    }
    manifestLock.lock();
    try {
      keeper.committed(commit);
      save();
    } catch (IOException e) {
      tree.failWriters(e);
      throw new UncheckedIOException(e);
    } finally {
      manifestLock.unlock();
      running.arriveAndDeregister();
    }
  }

  /** Runs a check once the manifest names what has been published so far, or has failed to. */
  void afterManifest(Runnable check) {
    manifestLock.lock();
    try {
      check.run();
    } finally {
      manifestLock.unlock();
    }
  }

  /** Merges all segments that there are by now; nothing if the tree is closed. */
  void compactAll() {
    if (!enter()) {
      return;
    }
    compactionLock.lock();
    try {
      List<SegmentHandle> all = tree.state().version().segments();
      if (all.size() > 1) {
        compact(all);
      }
    } catch (IOException e) {
      tree.failWriters(e);
      throw new UncheckedIOException(e);
    } finally {
      compactionLock.unlock();
      running.arriveAndDeregister();
    }
  }

  /** Waits for running work; what waits for its turn does nothing. The tree is closed by now. */
  void close() {
    running.arriveAndAwaitAdvance();
    manifestLock.lock();
    try {
      // Read only now: what was running may have replaced it.
      keeper.close(tree.state().version());
    } finally {
      manifestLock.unlock();
    }
  }

  /** Makes close wait for a caller's work; false if it comes too late. */
  private boolean enter() {
    running.register();
    if (tree.isClosed()) {
      running.arriveAndDeregister();
      return false;
    }
    return true;
  }

  /** A piece of background work. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private void run(ReentrantLock turn, Work work) {
    turn.lock();
    try {
      if (!tree.isClosed()) {
        work.run();
      }
    } catch (IOException | RuntimeException | Error e) {
      LOG.error("background work failed in {}", storage.describe(), e);
      tree.failWriters(e);
    } finally {
      turn.unlock();
      running.arriveAndDeregister();
    }
  }

  private void flushOldest() throws IOException {
    ReadState before = tree.state();
    SealedMemtable sealed = before.sealed().getLast();
    boolean nothingOlder = before.version().segments().isEmpty();
    MemtableFlush flush = new MemtableFlush(sealed.memtable(), nothingOlder);
    long fileNumber = tree.takeFileNumber();
    flush.write(
        storage, fileNumber, sealed.firstSequence(), options.dimension(), options.similarity());
    Segment segment = Segment.open(storage, fileNumber);
    manifestLock.lock();
    try {
      Version replaced;
      tree.lock().lock();
      try {
        SegmentHandle handle =
            new SegmentHandle(
                storage,
                segment,
                flush.liveness(),
                fileNumber,
                sealed.firstSequence(),
                sealed.memtable().lastSequence());
        replaced = tree.state().version();
        keeper.flushed(sealed, replaced, options.outerLog());
        hasBase = keeper.hasBase();
        tree.publish(tree.state().withFlushed(replaced.withNewest(handle)));
      } finally {
        tree.lock().unlock();
      }
      try {
        save();
      } finally {
        replaced.release();
      }
    } finally {
      manifestLock.unlock();
    }
    scheduleCompaction();
  }

  private void scheduleCompaction() {
    if (!CompactionPolicy.choose(tree.state().version().segments()).isEmpty()) {
      running.register();
      Background.COMPACTIONS.execute(() -> run(compactionLock, this::compactChosen));
    }
  }

  private void compactChosen() throws IOException {
    List<SegmentHandle> run = CompactionPolicy.choose(tree.state().version().segments());
    while (!run.isEmpty() && !tree.isClosed()) {
      compact(run);
      run = CompactionPolicy.choose(tree.state().version().segments());
    }
  }

  private void compact(List<SegmentHandle> inputs) throws IOException {
    Version read = tree.state().version();
    while (!read.tryRetain()) {
      read = tree.state().version();
    }
    try {
      boolean oldest = read.segments().getLast() == inputs.getLast();
      Compaction compaction = new Compaction(inputs, oldest);
      long fileNumber = tree.takeFileNumber();
      compaction.write(storage, fileNumber, options);
      install(compaction, fileNumber);
    } finally {
      read.release();
    }
  }

  private void install(Compaction compaction, long fileNumber) throws IOException {
    Segment segment = Segment.open(storage, fileNumber);
    manifestLock.lock();
    try {
      Version replaced;
      tree.lock().lock();
      try {
        SegmentHandle merged =
            new SegmentHandle(
                storage,
                segment,
                compaction.liveness(),
                fileNumber,
                compaction.minSequence(),
                compaction.maxSequence());
        replaced = tree.state().version();
        tree.publish(tree.state().withVersion(replaced.withReplaced(compaction.inputs(), merged)));
      } finally {
        tree.lock().unlock();
      }
      try {
        save();
        compaction.inputs().forEach(SegmentHandle::markReplaced);
      } finally {
        replaced.release();
      }
    } finally {
      manifestLock.unlock();
    }
  }

  /** Writes the manifest of what is current; under the manifest lock. */
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
  }
}

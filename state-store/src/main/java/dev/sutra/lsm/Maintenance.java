package dev.sutra.lsm;

import dev.sutra.io.OutputFile;
import dev.sutra.io.Storage;
import dev.sutra.memtable.MemtableFlush;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentFormat;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work behind a tree's back: flushes, one at a time and oldest first, compactions, and the
 * manifest that makes them count.
 *
 * <p>A flush that fails for want of room or of a working disk is tried again; its rows stay in
 * memory and in the log. Only a failure of another kind is final for writers.
 */
final class Maintenance {
  private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

  private final Storage storage;
  private final TreeOptions options;
  private final Tree tree;
  private final Running running;
  private final VersionInstaller installer;
  private final Compactions compactions;
  private final Failures flushFailures;
  private final RetriedTask flushes;

  Maintenance(Storage storage, TreeOptions options, Tree tree, VersionKeeper keeper) {
    this.storage = storage;
    this.options = options;
    this.tree = tree;
    this.running = new Running(tree::isClosed);
    this.installer = new VersionInstaller(storage, options, tree, keeper, running);
    this.compactions = new Compactions(storage, options, tree, installer, running);
    this.flushFailures = new Failures("flush", options.limits());
    this.flushes =
        new RetriedTask(Background.FLUSHES, flushFailures, () -> running.run(this::flushSealed));
  }

  /** Flushes the sealed memtables some time soon. */
  void scheduleFlush() {
    flushes.request();
  }

  /** Flushes now what waits for another attempt. */
  void hurryFlush() {
    flushes.hurry();
  }

  /** Failures of flushes, which one who waits for a flush has to check. */
  Failures flushFailures() {
    return flushFailures;
  }

  /** Whether a commit has to be on the disk and {@link #committed} be told. */
  boolean hasBase() {
    return installer.hasBase();
  }

  /** Takes note of a commit that is on the disk, as are all logs up to it. */
  void committed(CommitPoint commit) {
    running.run(() -> installer.committed(commit));
  }

  /** Makes sure that the manifest names what has been published so far. */
  void ensureSaved() {
    running.run(installer::ensureSaved);
  }

  /** Merges all segments that there are by now; nothing if the tree is closed. */
  void compactAll() {
    compactions.compactAll();
  }

  /** Waits for running work, which ends soon. The tree is closed by now. */
  void close() {
    running.await();
    installer.close();
  }

  private void flushSealed() throws IOException {
    try {
      while (!tree.isClosed() && !tree.state().sealed().isEmpty()) {
        flushOldest();
      }
    } catch (IOException e) {
      LOG.error("a flush failed in {}; it is tried again", storage.describe(), e);
      flushFailures.failed(e);
      tree.wakeWriters();
      throw e;
    } catch (RuntimeException | Error e) {
      LOG.error("a flush failed in {}", storage.describe(), e);
      tree.failWriters(e);
    }
  }

  private void flushOldest() throws IOException {
    ReadState before = tree.state();
    SealedMemtable sealed = before.sealed().getLast();
    boolean nothingOlder = before.version().segments().isEmpty();
    MemtableFlush flush = new MemtableFlush(sealed.memtable(), nothingOlder);
    long fileNumber = tree.takeFileNumber();
    Segment segment = write(flush, sealed, fileNumber);
    installer.flushed(
        sealed,
        () ->
            new SegmentHandle(
                storage,
                segment,
                flush.liveness(),
                fileNumber,
                sealed.firstSequence(),
                sealed.memtable().lastSequence()));
    flushFailures.succeeded();
    compactions.schedule();
  }

  private Segment write(MemtableFlush flush, SealedMemtable sealed, long fileNumber)
      throws IOException {
    String name = SegmentFormat.fileName(fileNumber);
    boolean complete = false;
    try (OutputFile file = storage.create(name)) {
      flush.write(
          file, fileNumber, sealed.firstSequence(), options.dimension(), options.similarity());
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

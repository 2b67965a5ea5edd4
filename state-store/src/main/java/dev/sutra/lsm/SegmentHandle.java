package dev.sutra.lsm;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Storage;
import dev.sutra.manifest.SegmentState;
import dev.sutra.record.Liveness;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentFormat;
import dev.sutra.vector.VectorsSection;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open segment with its liveness, counted by the versions that hold it. With the last one gone
 * it is unmapped, and deleted if it was replaced.
 */
final class SegmentHandle {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentHandle.class);
  private static final int LEVEL = 0;

  private final Storage storage;
  private final Segment segment;
  private final SegmentCells cells;
  private final SegmentFilters filters;
  private final Liveness liveness;
  private final long fileNumber;
  private final long minSequence;
  private final long maxSequence;
  private final long tombstones;
  private final AtomicInteger holders = new AtomicInteger();
  private volatile boolean replaced;

  SegmentHandle(
      Storage storage,
      Segment segment,
      SegmentCells cells,
      Liveness liveness,
      long fileNumber,
      long minSequence,
      long maxSequence,
      long tombstones) {
    this.storage = storage;
    this.segment = segment;
    this.cells = cells;
    this.filters = new SegmentFilters(segment);
    this.liveness = liveness;
    this.fileNumber = fileNumber;
    this.minSequence = minSequence;
    this.maxSequence = maxSequence;
    this.tombstones = tombstones;
  }

  static SegmentHandle open(Storage storage, SegmentState state, Codebooks codebooks)
      throws IOException {
    Segment segment = open(storage, state);
    return new SegmentHandle(
        storage,
        segment,
        SegmentCells.open(segment, codebooks),
        Liveness.of(state.deadDocuments()),
        state.fileNumber(),
        state.minSequence(),
        state.maxSequence(),
        state.tombstones());
  }

  /** Opens the segment that a manifest names. */
  static Segment open(Storage storage, SegmentState state) throws IOException {
    Segment segment = open(storage, state.fileNumber());
    if (segment.bytes() != state.bytes()) {
      segment.close();
      throw new CorruptFileException(
          SegmentFormat.fileName(state.fileNumber()),
          Math.min(segment.bytes(), state.bytes()),
          "the manifest says that it has " + state.bytes() + " bytes");
    }
    return segment;
  }

  private static Segment open(Storage storage, long fileNumber) throws IOException {
    try {
      return Segment.open(storage, fileNumber);
    } catch (NoSuchFileException e) {
      CorruptFileException missing =
          new CorruptFileException(SegmentFormat.fileName(fileNumber), 0, "it is missing");
      missing.initCause(e);
      throw missing;
    }
  }

  Segment segment() {
    return segment;
  }

  SegmentCells cells() {
    return cells;
  }

  SegmentFilters filters() {
    return filters;
  }

  /** Number of vectors, dead ones among them. */
  int vectors() {
    VectorsSection vectors = segment.vectors();
    return vectors == null ? 0 : vectors.size();
  }

  Liveness liveness() {
    return liveness;
  }

  long fileNumber() {
    return fileNumber;
  }

  long minSequence() {
    return minSequence;
  }

  long maxSequence() {
    return maxSequence;
  }

  /** Length of the file. */
  long bytes() {
    return segment.bytes();
  }

  /** Rows that only hide older ones. */
  long tombstones() {
    return tombstones;
  }

  /** Share of its concepts that newer rows have replaced by now. */
  double deadShare() {
    return share(liveness.deaths());
  }

  /** Share of its concepts that rows up to a sequence have replaced. */
  double deadShare(long sequence) {
    long[] dead = {0};
    liveness.forEachDeath((document, death) -> dead[0] += death <= sequence ? 1 : 0);
    return share(dead[0]);
  }

  private double share(long documents) {
    return segment.documents() == 0 ? 0 : (double) documents / segment.documents();
  }

  /** What the manifest says of it, with the documents that are dead as of a sequence. */
  SegmentState state(long sequence) {
    return new SegmentState(
        fileNumber,
        LEVEL,
        minSequence,
        maxSequence,
        segment.bytes(),
        liveness.deadAt(sequence),
        Map.of(SegmentState.TOMBSTONES, tombstones));
  }

  void retain() {
    holders.incrementAndGet();
  }

  /** Says that no manifest names it any more. */
  void markReplaced() {
    replaced = true;
  }

  /** Says that the file is to stay after all: the store is closed while a manifest names it. */
  void keepFile() {
    replaced = false;
  }

  void release() {
    if (holders.decrementAndGet() > 0) {
      return;
    }
    segment.close();
    if (replaced) {
      try {
        storage.delete(SegmentFormat.fileName(fileNumber));
      } catch (NoSuchFileException e) {
        // A rollback has deleted what the manifest does not name.
      } catch (IOException e) {
        // Only space is lost: the next open deletes what the manifest does not name.
        LOG.warn("cannot delete {}", SegmentFormat.fileName(fileNumber), e);
      }
    }
  }
}

package dev.sutra.lsm.version;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Storage;
import dev.sutra.manifest.SegmentState;
import dev.sutra.record.Liveness;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentFormat;
import dev.sutra.text.score.TextTotals;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open segment with its liveness, and a count of the versions that hold it. When the last
 * version releases it, it is unmapped, and deleted if it was replaced. Thread-safe.
 */
public final class SegmentHandle {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentHandle.class);
  private static final int LEVEL = 0;

  private final Storage storage;
  private final OpenedSegment file;
  private final SegmentFilters filters;
  private final Liveness liveness;
  private final SegmentTexts texts;
  private final AtomicInteger holders = new AtomicInteger();
  private volatile boolean replaced;

  public SegmentHandle(Storage storage, OpenedSegment file, Liveness liveness) {
    this.storage = storage;
    this.file = file;
    this.filters = new SegmentFilters(file.segment());
    this.liveness = liveness;
    this.texts = new SegmentTexts(file.segment(), liveness, file.textsPending());
  }

  /** Opens a segment that a manifest names, with its codes. */
  public static SegmentHandle open(Storage storage, SegmentState state, Codebooks codebooks)
      throws IOException {
    Segment segment = open(storage, state);
    OpenedSegment file =
        new OpenedSegment(
            segment,
            SegmentCells.open(segment, codebooks),
            state.fileNumber(),
            state.minSequence(),
            state.maxSequence(),
            state.tombstones(),
            state.textsPending());
    return new SegmentHandle(storage, file, Liveness.of(state.deadDocuments()));
  }

  /**
   * Opens the file of a segment that a manifest names.
   *
   * @throws CorruptFileException if it is missing or has another length
   */
  public static Segment open(Storage storage, SegmentState state) throws IOException {
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

  public Segment segment() {
    return file.segment();
  }

  public SegmentCells cells() {
    return file.cells();
  }

  public SegmentFilters filters() {
    return filters;
  }

  /** Returns the index of its texts. */
  public SegmentTexts texts() {
    return texts;
  }

  /** Returns the number of vectors, including those of dead documents. */
  public int vectors() {
    return file.vectors();
  }

  public Liveness liveness() {
    return liveness;
  }

  /** Returns totals over the indexed texts of the documents that are live at a sequence. */
  public TextTotals textTotals(long sequence) {
    return texts.totals(sequence);
  }

  public long fileNumber() {
    return file.fileNumber();
  }

  public long minSequence() {
    return file.minSequence();
  }

  public long maxSequence() {
    return file.maxSequence();
  }

  /** Returns the length of the file. */
  public long bytes() {
    return file.segment().bytes();
  }

  /** Returns the number of rows that only hide older rows. */
  public long tombstones() {
    return file.tombstones();
  }

  /** Returns the share of its concepts that newer rows have replaced so far. */
  public double deadShare() {
    return share(liveness.deaths());
  }

  /** Returns the share of its concepts that rows up to a sequence have replaced. */
  public double deadShare(long sequence) {
    long[] dead = {0};
    liveness.forEachDeath((document, death) -> dead[0] += death <= sequence ? 1 : 0);
    return share(dead[0]);
  }

  private double share(long documents) {
    return file.segment().documents() == 0 ? 0 : (double) documents / file.segment().documents();
  }

  /** Returns its entry in the manifest, with the documents that are dead as of a sequence. */
  public SegmentState state(long sequence) {
    return new SegmentState(
        file.fileNumber(),
        LEVEL,
        file.minSequence(),
        file.maxSequence(),
        file.segment().bytes(),
        liveness.deadAt(sequence),
        file.textsPending()
            ? Map.of(SegmentState.TOMBSTONES, file.tombstones(), SegmentState.TEXTS_PENDING, 1L)
            : Map.of(SegmentState.TOMBSTONES, file.tombstones()));
  }

  /** Lets searches use the index of a copy of this segment, and keeps the copy open. */
  void completeTexts(SegmentHandle copy, boolean inPlace) {
    copy.retain();
    texts.completed(copy.segment(), copy::release, inPlace);
  }

  void retain() {
    holders.incrementAndGet();
  }

  /** Marks it for deletion: no manifest names it any more. */
  void markReplaced() {
    replaced = true;
  }

  /** Keeps the file after all: the store is closed while a manifest names it. */
  void keepFile() {
    replaced = false;
  }

  void release() {
    if (holders.decrementAndGet() > 0) {
      return;
    }
    file.segment().close();
    texts.release();
    if (replaced) {
      try {
        storage.delete(SegmentFormat.fileName(file.fileNumber()));
      } catch (NoSuchFileException e) {
        // A rollback has deleted the files that the manifest does not name.
      } catch (IOException e) {
        // Only space is lost: the next open deletes files that the manifest does not name.
        LOG.warn("cannot delete {}", SegmentFormat.fileName(file.fileNumber()), e);
      }
    }
  }
}

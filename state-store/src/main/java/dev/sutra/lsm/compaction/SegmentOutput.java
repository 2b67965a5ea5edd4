package dev.sutra.lsm.compaction;

import dev.sutra.io.OutputFile;
import dev.sutra.io.RateLimit;
import dev.sutra.io.Storage;
import dev.sutra.lsm.core.ObsoleteFiles;
import dev.sutra.lsm.core.TreeCore;
import dev.sutra.lsm.version.Codebooks;
import dev.sutra.lsm.version.OpenedSegment;
import dev.sutra.lsm.version.SegmentCells;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentFormat;
import dev.sutra.vector.quantization.CellCodebook;
import dev.sutra.vector.quantization.Coding;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Creates segment files: writes and opens each, and deletes it if that fails. Thread-safe. */
public final class SegmentOutput {
  private final TreeCore core;
  private final Codebooks codebooks;
  private final LongConsumer written;
  private final RateLimit rate;
  private final BooleanSupplier cancelled;

  private SegmentOutput(
      TreeCore core,
      Codebooks codebooks,
      LongConsumer written,
      RateLimit rate,
      BooleanSupplier cancelled) {
    this.core = core;
    this.codebooks = codebooks;
    this.written = written;
    this.rate = rate;
    this.cancelled = cancelled;
  }

  /** For recovery, whose writes are not counted. */
  public static SegmentOutput ofRecovery(TreeCore core, Codebooks codebooks) {
    return new SegmentOutput(core, codebooks, bytes -> {}, RateLimit.NONE, () -> false);
  }

  /** For flushes: writers may wait for them, so they have no rate limit and are not cancelled. */
  static SegmentOutput ofFlushes(TreeCore core, Codebooks codebooks) {
    return new SegmentOutput(
        core, codebooks, core.work()::addFlushBytes, RateLimit.NONE, () -> false);
  }

  /** For loads, which are cancelled when the tree is closed: their rows are in the outer log. */
  public static SegmentOutput ofLoads(TreeCore core, Codebooks codebooks) {
    return new SegmentOutput(
        core, codebooks, core.work()::addFlushBytes, RateLimit.NONE, core.health()::isStopped);
  }

  public static SegmentOutput ofCompactions(TreeCore core, Codebooks codebooks) {
    return new SegmentOutput(
        core,
        codebooks,
        core.work()::addCompactionBytes,
        core.options().compactionRate(),
        core.health()::isStopped);
  }

  /**
   * Writes a segment.
   *
   * @param codebook encodes its vectors; null if there is none
   */
  public OpenedSegment write(SegmentContents contents, @Nullable CellCodebook codebook)
      throws IOException {
    long fileNumber = core.takeFileNumber();
    Segment segment = write(contents, fileNumber, codebook);
    return new OpenedSegment(
        segment,
        SegmentCells.open(segment, codebooks),
        fileNumber,
        contents.minSequence(),
        contents.maxSequence(),
        contents.tombstones(),
        contents.textsPending());
  }

  private Segment write(SegmentContents contents, long fileNumber, @Nullable CellCodebook codebook)
      throws IOException {
    Storage storage = core.storage();
    String name = SegmentFormat.fileName(fileNumber);
    boolean complete = false;
    try (OutputFile file = storage.create(name)) {
      contents.writeTo(
          new BackgroundOutput(file, written, rate, cancelled),
          fileNumber,
          new Coding(codebook, core.options().limits().coding().codedMin()));
      Segment segment = Segment.open(storage, fileNumber);
      complete = true;
      return segment;
    } finally {
      if (!complete) {
        ObsoleteFiles.delete(storage, name);
      }
    }
  }
}

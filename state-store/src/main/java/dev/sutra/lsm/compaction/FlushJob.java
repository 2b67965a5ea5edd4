package dev.sutra.lsm.compaction;

import dev.sutra.lsm.core.TreeOptions;
import dev.sutra.lsm.version.Version;
import dev.sutra.memtable.Memtable;
import dev.sutra.memtable.MemtableFlush;
import dev.sutra.record.Liveness;
import dev.sutra.vector.quantization.Coding;
import java.io.IOException;

/** Writes a memtable that no longer changes to a segment. */
public final class FlushJob implements SegmentContents {
  private final TreeOptions options;
  private final Memtable memtable;
  private final long firstSequence;
  private final MemtableFlush flush;

  /**
   * Prepares a flush.
   *
   * @param firstSequence first transaction in the memtable
   * @param version the version that the segment is added to
   */
  public FlushJob(TreeOptions options, Memtable memtable, long firstSequence, Version version) {
    this.options = options;
    this.memtable = memtable;
    this.firstSequence = firstSequence;
    // Without older segments there is no row that a tombstone could hide.
    this.flush = new MemtableFlush(memtable, version.segments().isEmpty());
  }

  @Override
  public void writeTo(BackgroundOutput file, long fileNumber, Coding coding) throws IOException {
    flush.write(file, fileNumber, firstSequence, options.dimension(), options.similarity(), coding);
  }

  @Override
  public long minSequence() {
    return firstSequence;
  }

  @Override
  public long maxSequence() {
    return memtable.lastSequence();
  }

  @Override
  public int tombstones() {
    return flush.tombstones();
  }

  @Override
  public Liveness liveness() {
    return flush.liveness();
  }
}

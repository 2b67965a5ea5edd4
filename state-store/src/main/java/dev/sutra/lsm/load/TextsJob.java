package dev.sutra.lsm.load;

import dev.sutra.lsm.compaction.BackgroundOutput;
import dev.sutra.lsm.compaction.SegmentContents;
import dev.sutra.lsm.core.TreeCore;
import dev.sutra.lsm.version.SegmentHandle;
import dev.sutra.record.Liveness;
import dev.sutra.segment.TextRewrite;
import dev.sutra.vector.quantization.Coding;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Copies a segment, with the index of its texts.
 *
 * @param helper may analyze half of the texts; null if no other thread has time for that
 */
record TextsJob(TreeCore core, SegmentHandle segment, @Nullable Executor helper)
    implements SegmentContents {
  @Override
  public void writeTo(BackgroundOutput file, long fileNumber, Coding coding) throws IOException {
    new TextRewrite(
            segment.segment(),
            core.storage(),
            core.options().analyzer(),
            LoadMemory.bufferBytes(core.options()),
            core::takeFileNumber,
            file::checkNotCancelled)
        .write(file, fileNumber, helper);
  }

  @Override
  public long minSequence() {
    return segment.minSequence();
  }

  @Override
  public long maxSequence() {
    return segment.maxSequence();
  }

  @Override
  public int tombstones() {
    return Math.toIntExact(segment.tombstones());
  }

  @Override
  public Liveness liveness() {
    return segment.liveness().copy();
  }
}

package dev.sutra.lsm.recovery;

import dev.sutra.io.OutputFile;
import dev.sutra.io.Storage;
import dev.sutra.lsm.core.TreeCore;
import dev.sutra.lsm.core.TreeOptions;
import dev.sutra.lsm.version.SegmentHandle;
import dev.sutra.manifest.SegmentState;
import dev.sutra.manifest.VersionState;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentFormat;
import dev.sutra.segment.TextRewrite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Upgrades a store whose texts were analyzed by an older version of the analyzer, while it opens:
 * copies each segment with its texts analyzed again. Until the manifest names the copies, the store
 * is not changed. The next open deletes copies of an interrupted upgrade.
 */
final class TextUpgrade {
  private static final Logger LOG = LoggerFactory.getLogger(TextUpgrade.class);

  private final TreeCore core;
  private final Storage storage;

  TextUpgrade(TreeCore core) {
    this.core = core;
    this.storage = core.storage();
  }

  /** Copies the segments, and returns the manifest entry of the copies. */
  VersionState run(VersionState old) throws IOException {
    if (old.segments().isEmpty()) {
      return old;
    }
    LOG.info(
        "analyzing the texts of {} segments in {} again; the store opens afterwards",
        old.segments().size(),
        storage.describe());
    List<SegmentState> segments = new ArrayList<>();
    for (SegmentState state : old.segments()) {
      segments.add(rewrite(state));
      LOG.info("analyzed the texts of {}", SegmentFormat.fileName(state.fileNumber()));
    }
    return new VersionState(
        old.flushedSequence(),
        old.committedSequence(),
        old.commitData(),
        old.counters(),
        segments,
        old.logs());
  }

  private SegmentState rewrite(SegmentState state) throws IOException {
    long fileNumber = core.takeFileNumber();
    TreeOptions options = core.options();
    try (Segment old = SegmentHandle.open(storage, state)) {
      TextRewrite rewrite =
          new TextRewrite(
              old,
              storage,
              options.analyzer(),
              options.memtableBytesMax(),
              core::takeFileNumber,
              () -> {});
      try (OutputFile file = storage.create(SegmentFormat.fileName(fileNumber))) {
        rewrite.write(file, fileNumber, null);
      }
      try (Segment copy = Segment.open(storage, fileNumber)) {
        return new SegmentState(
            fileNumber,
            state.level(),
            state.minSequence(),
            state.maxSequence(),
            copy.bytes(),
            state.deadDocuments(),
            withTexts(state.counters()));
      }
    }
  }

  private static Map<String, Long> withTexts(Map<String, Long> counters) {
    Map<String, Long> copy = new HashMap<>(counters);
    copy.remove(SegmentState.TEXTS_PENDING);
    return copy;
  }
}

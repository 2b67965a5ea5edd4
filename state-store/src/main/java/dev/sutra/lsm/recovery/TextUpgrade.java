package dev.sutra.lsm.recovery;

import dev.sutra.io.OutputFile;
import dev.sutra.io.Storage;
import dev.sutra.lsm.core.Counters;
import dev.sutra.lsm.core.TreeCore;
import dev.sutra.lsm.core.TreeOptions;
import dev.sutra.lsm.version.SegmentHandle;
import dev.sutra.manifest.SegmentState;
import dev.sutra.manifest.VersionState;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentFormat;
import dev.sutra.segment.TextRewrite;
import dev.sutra.text.index.TextIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
  private long texts;
  private long tokens;

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
    Counters counters = Counters.of(old.counters());
    texts = counters.texts();
    tokens = counters.tokens();
    List<SegmentState> segments = new ArrayList<>();
    for (SegmentState state : old.segments()) {
      segments.add(rewrite(state));
      LOG.info("analyzed the texts of {}", SegmentFormat.fileName(state.fileNumber()));
    }
    Counters counted =
        new Counters(
            counters.concepts(), counters.associations(), counters.vectors(), texts, tokens);
    return new VersionState(
        old.flushedSequence(),
        old.committedSequence(),
        old.commitData(),
        counted.toMap(),
        segments,
        old.logs());
  }

  private SegmentState rewrite(SegmentState state) throws IOException {
    long fileNumber = core.takeFileNumber();
    TreeOptions options = core.options();
    try (Segment old = SegmentHandle.open(storage, state)) {
      TextRewrite rewrite =
          new TextRewrite(
              old, storage, options.analyzer(), options.memtableBytesMax(), core::takeFileNumber);
      try (OutputFile file = storage.create(SegmentFormat.fileName(fileNumber))) {
        rewrite.write(file, fileNumber);
      }
      try (Segment copy = Segment.open(storage, fileNumber)) {
        count(old, copy, BitSet.valueOf(state.deadDocuments()));
        return new SegmentState(
            fileNumber,
            state.level(),
            state.minSequence(),
            state.maxSequence(),
            copy.bytes(),
            state.deadDocuments(),
            state.counters());
      }
    }
  }

  /** Updates the totals by the differences in live documents. */
  private void count(Segment old, Segment copy, BitSet dead) {
    for (int document = 0; document < old.documents(); document++) {
      if (!dead.get(document)) {
        int before = lengthOf(old.texts(), document);
        int after = lengthOf(copy.texts(), document);
        texts += (after > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
        tokens += after - before;
      }
    }
  }

  private static int lengthOf(@Nullable TextIndex index, int document) {
    return index == null ? 0 : index.lengthOf(document);
  }
}

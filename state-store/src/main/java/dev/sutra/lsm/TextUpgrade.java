package dev.sutra.lsm;

import dev.sutra.io.OutputFile;
import dev.sutra.io.Storage;
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
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a store whose texts were analyzed by an older version up to date, before it answers: each
 * segment is copied with its texts analyzed anew. Until the manifest names the copies, the store is
 * as it was; copies that an interruption leaves are deleted by the next open.
 */
final class TextUpgrade {
  private static final Logger LOG = LoggerFactory.getLogger(TextUpgrade.class);

  private final Storage storage;
  private final TreeOptions options;
  private final LongSupplier fileNumbers;
  private long texts;
  private long tokens;

  TextUpgrade(Storage storage, TreeOptions options, LongSupplier fileNumbers) {
    this.storage = storage;
    this.options = options;
    this.fileNumbers = fileNumbers;
  }

  /** Copies the segments; returns what the manifest is to say of them. */
  VersionState run(VersionState old) throws IOException {
    if (old.segments().isEmpty()) {
      return old;
    }
    LOG.info(
        "The texts of {} segments in {} are analyzed anew; the store opens when that is done",
        old.segments().size(),
        storage.describe());
    Counters counters = Counters.of(old.counters());
    texts = counters.texts();
    tokens = counters.tokens();
    List<SegmentState> segments = new ArrayList<>();
    for (SegmentState state : old.segments()) {
      segments.add(rewrite(state));
      LOG.info("{} is done", SegmentFormat.fileName(state.fileNumber()));
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
    long fileNumber = fileNumbers.getAsLong();
    try (Segment old = SegmentHandle.open(storage, state)) {
      TextRewrite rewrite =
          new TextRewrite(
              old, storage, options.analyzer(), options.memtableBytesMax(), fileNumbers);
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

  /** Counts what live documents have more, or less, by the new analysis. */
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

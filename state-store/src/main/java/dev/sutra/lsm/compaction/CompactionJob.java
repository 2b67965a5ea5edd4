package dev.sutra.lsm.compaction;

import dev.sutra.attribute.AttributeCollector;
import dev.sutra.attribute.AttributesSection;
import dev.sutra.lsm.core.TreeOptions;
import dev.sutra.lsm.read.MergingIterator;
import dev.sutra.lsm.version.SegmentHandle;
import dev.sutra.record.Liveness;
import dev.sutra.record.RowKeys;
import dev.sutra.segment.Segment;
import dev.sutra.segment.SegmentCursor;
import dev.sutra.segment.SegmentWriter;
import dev.sutra.text.index.TextIndex;
import dev.sutra.text.index.TextIndexMerger;
import dev.sutra.vector.VectorSource;
import dev.sutra.vector.VectorsSection;
import dev.sutra.vector.VectorsWriter;
import dev.sutra.vector.cells.CellsSection;
import dev.sutra.vector.cells.SelectedVectors;
import dev.sutra.vector.quantization.CellCodebook;
import dev.sutra.vector.quantization.Coding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Merges a run of adjacent segments into one that holds the newest row of each key. Texts and
 * vectors are copied without being analyzed or normalized again, and codes are copied if the
 * codebook is the same. A dead document is dropped if its newer row is in a segment. If the newer
 * row is only in memory, the document is kept as dead, because a crash may lose that row.
 */
final class CompactionJob implements SegmentContents {
  private static final byte[] NO_VALUE = new byte[0];
  private static final int ROWS_PER_CHECK = 1024;

  /** Heap for the attributes of rows. */
  private static final long COLLECTED_BYTES_MAX = 64 << 20;

  private final TreeOptions options;
  private final List<SegmentHandle> inputs;
  private final boolean dropTombstones;
  private final long flushedSequence;
  private final SegmentCursor[] cursors;
  private final MergingIterator merge;
  // Document in the result by input and document; -1 if it is not in the result.
  private final List<int[]> documents = new ArrayList<>();
  private int tombstones;
  private int[] vectorInputs = new int[256];
  private int[] vectorOrdinals = new int[256];

  /**
   * Prepares a merge.
   *
   * @param inputs newest first
   * @param dropTombstones whether no older row exists that a tombstone could hide
   * @param flushedSequence last transaction in the segments of the version that the result joins
   */
  CompactionJob(
      TreeOptions options,
      List<SegmentHandle> inputs,
      boolean dropTombstones,
      long flushedSequence) {
    this.options = options;
    this.inputs = inputs;
    this.dropTombstones = dropTombstones;
    this.flushedSequence = flushedSequence;
    this.cursors = new SegmentCursor[inputs.size()];
    boolean[] positioned = new boolean[inputs.size()];
    for (int i = 0; i < cursors.length; i++) {
      Segment segment = inputs.get(i).segment();
      cursors[i] = segment.cursor();
      positioned[i] = cursors[i].next();
      int[] map = new int[segment.documents()];
      Arrays.fill(map, -1);
      documents.add(map);
    }
    this.merge = new MergingIterator(cursors, positioned);
  }

  @Override
  public void writeTo(BackgroundOutput file, long fileNumber, Coding coding) throws IOException {
    long rowsMax = inputs.stream().mapToLong(input -> input.segment().rows()).sum();
    List<AttributesSection> attributes =
        inputs.stream()
            .map(input -> input.segment().attributes())
            .filter(Objects::nonNull)
            .toList();
    // Segments of older versions have none.
    boolean mergesAttributes = attributes.size() == inputs.size();
    try (SegmentWriter out =
        SegmentWriter.create(
            file, rowsMax, mergesAttributes ? null : new AttributeCollector(COLLECTED_BYTES_MAX))) {
      int merged = 0;
      for (int source = merge.next(); source >= 0; source = merge.next()) {
        writeRow(source, out);
        if (++merged % ROWS_PER_CHECK == 0) {
          // Dropped rows write nothing, and may be many.
          file.checkNotCancelled();
        }
      }
      out.endRows();
      if (mergesAttributes) {
        out.mergeAttributes(attributes, documents, file::checkNotCancelled);
      }
      writeTexts(out);
      if (out.vectors() > 0) {
        writeVectors(out);
        CellCodebook codebook = coding.codebookFor(out.vectors());
        if (codebook != null) {
          writeCells(out, codebook, file);
        }
      }
      out.finish(fileNumber, minSequence(), maxSequence());
    }
  }

  @Override
  public long minSequence() {
    return inputs.getLast().minSequence();
  }

  @Override
  public long maxSequence() {
    return inputs.getFirst().maxSequence();
  }

  @Override
  public int tombstones() {
    return tombstones;
  }

  @Override
  public boolean textsPending() {
    return inputs.getFirst().texts().isPending();
  }

  @Override
  public Liveness liveness() {
    return Liveness.copied(inputs.stream().map(SegmentHandle::liveness).toList(), documents);
  }

  private void writeRow(int source, SegmentWriter out) throws IOException {
    SegmentCursor row = cursors[source];
    if (row.isTombstone()) {
      if (!dropTombstones) {
        out.add(row.keyBuffer(), row.keyLength(), NO_VALUE, 0, -1);
        tombstones++;
      }
      return;
    }
    boolean concept = row.keyBuffer()[0] == RowKeys.CONCEPT;
    if (concept && inputs.get(source).liveness().isDead(row.ordinal(), flushedSequence)) {
      return;
    }
    int vectorOrdinal = row.vectorOrdinal();
    if (vectorOrdinal >= 0) {
      addVector(out.vectors(), source, vectorOrdinal);
    }
    byte[] value = row.valueWithoutVector();
    int number = out.add(row.keyBuffer(), row.keyLength(), value, 0, value.length);
    if (concept) {
      documents.get(source)[row.ordinal()] = number;
    }
  }

  private void writeTexts(SegmentWriter out) throws IOException {
    List<TextIndex> texts = new ArrayList<>();
    List<int[]> maps = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      TextIndex text = inputs.get(i).segment().texts();
      if (text != null) {
        texts.add(text);
        maps.add(documents.get(i));
      }
    }
    if (!texts.isEmpty()) {
      TextIndexMerger.merge(texts, maps, out.documents(), out.beginText());
    }
  }

  private void writeVectors(SegmentWriter out) throws IOException {
    VectorsWriter vectors = out.beginVectors(options.dimension(), options.similarity());
    for (int i = 0; i < out.vectors(); i++) {
      VectorsSection from = inputs.get(vectorInputs[i]).segment().vectors();
      if (from == null) {
        throw new IllegalStateException("a vector of a segment without vectors");
      }
      vectors.append(from, vectorOrdinals[i]);
    }
    vectors.finish();
  }

  private void writeCells(SegmentWriter out, CellCodebook codebook, BackgroundOutput file)
      throws IOException {
    List<@Nullable VectorSource> sources = new ArrayList<>();
    List<@Nullable CellsSection> cells = new ArrayList<>();
    for (SegmentHandle input : inputs) {
      sources.add(input.segment().vectors());
      cells.add(input.cells().section());
    }
    SelectedVectors selected =
        new SelectedVectors(sources, cells, vectorInputs, vectorOrdinals, out.vectors());
    out.writeCells(codebook, selected, file::checkNotCancelled);
  }

  private void addVector(int at, int input, int ordinal) {
    if (at == vectorInputs.length) {
      vectorInputs = Arrays.copyOf(vectorInputs, 2 * at);
      vectorOrdinals = Arrays.copyOf(vectorOrdinals, 2 * at);
    }
    vectorInputs[at] = input;
    vectorOrdinals[at] = ordinal;
  }
}

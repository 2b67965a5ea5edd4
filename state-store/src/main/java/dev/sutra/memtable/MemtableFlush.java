package dev.sutra.memtable;

import dev.sutra.io.OutputFile;
import dev.sutra.record.Liveness;
import dev.sutra.record.RowKeys;
import dev.sutra.segment.SegmentWriter;
import dev.sutra.text.buffer.TextBuffer;
import dev.sutra.vector.Similarity;
import dev.sutra.vector.VectorBuffer;
import dev.sutra.vector.VectorsWriter;
import dev.sutra.vector.cells.SelectedVectors;
import dev.sutra.vector.quantization.CellCodebook;
import dev.sutra.vector.quantization.Coding;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Writes the newest version of each row of a sealed memtable to a segment. Not thread-safe. */
public final class MemtableFlush {
  // Number of rows read ahead together.
  private static final int AHEAD = 32;

  private final Memtable memtable;
  private final boolean dropTombstones;
  // Document in the segment by document of the memtable; -1 if a newer version exists.
  private final int[] segmentDocuments;
  private byte[] key = new byte[256];
  private int tombstones;

  /**
   * Prepares a flush.
   *
   * @param dropTombstones whether no older segment contains rows that they could hide
   */
  public MemtableFlush(Memtable memtable, boolean dropTombstones) {
    this.memtable = memtable;
    this.dropTombstones = dropTombstones;
    this.segmentDocuments = new int[memtable.documents()];
    Arrays.fill(segmentDocuments, -1);
  }

  /** Writes the segment to a new file and forces it. */
  public void write(
      OutputFile file,
      long fileNumber,
      long firstSequence,
      int dimension,
      Similarity similarity,
      Coding coding)
      throws IOException {
    try (SegmentWriter segment = SegmentWriter.create(file, memtable.rowCount())) {
      int[] vectorOrder = new int[memtable.vectors().size()];
      writeRows(segment, vectorOrder);
      segment.endRows();
      writeTexts(segment);
      if (segment.vectors() > 0) {
        VectorBuffer vectors = memtable.vectors();
        VectorsWriter out = segment.beginVectors(dimension, similarity);
        for (int i = 0; i < segment.vectors(); i++) {
          out.append(vectors, vectorOrder[i]);
        }
        out.finish();
        CellCodebook codebook = coding.codebookFor(segment.vectors());
        if (codebook != null) {
          segment.writeCells(
              codebook,
              SelectedVectors.of(vectors, vectorOrder, segment.vectors()),
              // Not cancelled: writers may be waiting for the flush.
              () -> {});
        }
      }
      segment.finish(fileNumber, firstSequence, memtable.lastSequence());
    }
  }

  /** Tombstones in the segment. */
  public int tombstones() {
    return tombstones;
  }

  /** Liveness for the segment: the documents deleted after the memtable was sealed. */
  public Liveness liveness() {
    return Liveness.copied(List.of(memtable.liveness()), List.of(segmentDocuments));
  }

  private void writeRows(SegmentWriter segment, int[] vectorOrder) throws IOException {
    RowVersions versions = memtable.rows().versions();
    RadixCursor keys = new RadixCursor(memtable.rows());
    int[] ahead = new int[AHEAD];
    int[] valueLengths = new int[AHEAD];
    int version = keys.first();
    while (version != 0) {
      // Rows are stored in order of arrival, so each access is a cache miss. Reading several rows
      // back to back overlaps the misses.
      int count = 0;
      for (; version != 0 && count < AHEAD; version = keys.next()) {
        ahead[count++] = version;
      }
      for (int i = 0; i < count; i++) {
        valueLengths[i] = versions.valueLength(ahead[i]);
      }
      for (int i = 0; i < count; i++) {
        if (!dropTombstones || valueLengths[i] >= 0) {
          writeRow(segment, vectorOrder, ahead[i], valueLengths[i]);
        }
      }
    }
  }

  private void writeRow(SegmentWriter segment, int[] vectorOrder, int version, int valueLength)
      throws IOException {
    RowVersions versions = memtable.rows().versions();
    byte[] chunk = versions.chunk(version);
    int keyOffset = RowVersions.keyOffset(version);
    int keyLength = versions.keyLength(version);
    if (key.length < keyLength) {
      key = new byte[2 * keyLength];
    }
    System.arraycopy(chunk, keyOffset, key, 0, keyLength);
    int document = versions.document(version);
    if (document >= 0 && memtable.vectorOrdinal(document) >= 0) {
      vectorOrder[segment.vectors()] = memtable.vectorOrdinal(document);
    }
    tombstones += valueLength < 0 ? 1 : 0;
    int row = segment.add(key, keyLength, chunk, keyOffset + keyLength, valueLength);
    if (key[0] == RowKeys.CONCEPT && document >= 0) {
      segmentDocuments[document] = row;
    }
  }

  private void writeTexts(SegmentWriter segment) throws IOException {
    TextBuffer texts = memtable.texts().with(memtable.documents());
    if (segment.documents() > 0 && texts.hasTerms()) {
      texts.writeTo(segment.beginText(), segmentDocuments, segment.documents());
    }
  }
}

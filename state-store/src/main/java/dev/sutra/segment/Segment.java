package dev.sutra.segment;

import static dev.sutra.io.Layouts.BYTE;
import static dev.sutra.io.Layouts.INT;
import static dev.sutra.io.Layouts.LONG;
import static dev.sutra.segment.SegmentFormat.VECTOR_ORDINAL_BYTES;

import dev.sutra.io.Section;
import dev.sutra.io.SectionedFile;
import dev.sutra.io.Storage;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowKeys;
import dev.sutra.text.index.TextIndex;
import dev.sutra.time.TimesSection;
import dev.sutra.vector.CellCodebook;
import dev.sutra.vector.CellsSection;
import dev.sutra.vector.VectorsSection;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mapped segment. Safe for use by many threads until closed. */
public final class Segment implements AutoCloseable {
  /** Stands for the value of a row that says that older ones of its key are gone. */
  public static final byte[] TOMBSTONE = {};

  private final SectionedFile file;
  private final Section rows;
  private final MemorySegment rowsMemory;
  private final BlockIndex index;
  private final HashIndex.Reader hashes;
  private final RowLookup lookup;
  private final int documents;
  private final @Nullable TextIndex texts;
  private final @Nullable VectorsSection vectors;
  private final @Nullable TimesSection times;

  private Segment(SectionedFile file, long fileNumber) {
    this.file = file;
    Section identity = file.requiredSection(SegmentFormat.IDENTITY);
    identity.verify(0, SegmentFormat.IDENTITY_BYTES);
    if (identity.memory().get(LONG, 0) != fileNumber) {
      throw identity.corrupt(0, "this is segment " + identity.memory().get(LONG, 0));
    }
    this.rows = file.requiredSection(SegmentFormat.ROWS);
    this.rowsMemory = rows.memory();
    this.index = new BlockIndex(file.requiredSection(SegmentFormat.INDEX));
    this.hashes = new HashIndex.Reader(file.requiredSection(SegmentFormat.HASHES), index.blocks());
    this.lookup = new RowLookup(rows, index, hashes, this::value);
    long documentCount = identity.memory().get(LONG, 24);
    if (documentCount < 0 || documentCount > index.rows()) {
      throw identity.corrupt(24, documentCount + " documents among " + index.rows() + " rows");
    }
    this.documents = (int) documentCount;
    Section textSection = file.section(SegmentFormat.TEXT);
    this.texts = textSection == null ? null : TextIndex.open(textSection);
    Section vectorSection = file.section(SegmentFormat.VECTORS);
    this.vectors = vectorSection == null ? null : VectorsSection.open(vectorSection);
    Section timeSection = file.section(SegmentFormat.TIMES);
    this.times = timeSection == null ? null : TimesSection.open(timeSection);
  }

  /**
   * Maps a segment.
   *
   * @throws dev.sutra.io.CorruptFileException if it is damaged or another one
   */
  public static Segment open(Storage storage, long fileNumber) throws IOException {
    SectionedFile file = SectionedFile.open(storage, SegmentFormat.fileName(fileNumber));
    try {
      return new Segment(file, fileNumber);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Hash of a key or of a half-edge's concept prefix, for {@link #mightContain}. */
  public static long hash(byte[] key, int keyLength) {
    return XxHash64.hash(key, 0, keyLength);
  }

  /** False if there is surely no such key, or no half-edge with such a prefix. */
  public boolean mightContain(long hash) {
    return hashes.probe(hash, 0) >= 0;
  }

  /**
   * The complete value of a row.
   *
   * @param hash of the key
   * @return {@link #TOMBSTONE} itself if the row is one; null if there is no such row
   */
  public byte @Nullable [] get(byte[] key, long hash) {
    return lookup.find(key, hash);
  }

  /** A cursor before the first row. */
  public SegmentCursor cursor() {
    return new SegmentCursor(this, new BlockCursor(rows, index), hashes);
  }

  /** Which blocks hold which keys, for a check. */
  HashIndex.Reader hashes() {
    return hashes;
  }

  /** Where the blocks of rows begin, for a check. */
  BlockIndex index() {
    return index;
  }

  /** Number of rows. */
  public int rows() {
    return index.rows();
  }

  /** Number of concept rows, tombstones among them. */
  public int documents() {
    return documents;
  }

  /** Texts of the documents; null if none has one. */
  public @Nullable TextIndex texts() {
    return texts;
  }

  /** Vectors of the documents; null if none has one. */
  public @Nullable VectorsSection vectors() {
    return vectors;
  }

  /** Times of the documents; null if there is none. */
  public @Nullable TimesSection times() {
    return times;
  }

  /** Whether there are codes of the vectors. */
  public boolean hasCells() {
    return file.section(SegmentFormat.CELLS) != null;
  }

  /** Bytes of the codes of the vectors; 0 if there are none. */
  public long cellsBytes() {
    Section section = file.section(SegmentFormat.CELLS);
    return section == null ? 0 : section.length();
  }

  /**
   * The id of the codebook of the codes, which there are.
   *
   * @throws dev.sutra.io.CorruptFileException if that is damaged
   */
  public long codebookId() {
    return CellsSection.codebookId(file.requiredSection(SegmentFormat.CELLS));
  }

  /**
   * Opens the codes of the vectors, which there are.
   *
   * @throws dev.sutra.io.CorruptFileException if they are damaged or of another codebook
   */
  public CellsSection openCells(CellCodebook codebook) {
    Section section = file.requiredSection(SegmentFormat.CELLS);
    CellsSection cells = CellsSection.open(section, codebook);
    int size = vectors == null ? 0 : vectors.size();
    if (cells.size() != size) {
      throw section.corrupt(8, cells.size() + " codes for " + size + " vectors");
    }
    return cells;
  }

  /** Bytes of each section that there is, by name, in the order of their kinds. */
  public Map<String, Long> sections() {
    Map<String, Long> sections = new LinkedHashMap<>();
    for (int kind = SegmentFormat.ROWS; kind <= SegmentFormat.CELLS; kind++) {
      Section section = file.section(kind);
      if (section != null) {
        sections.put(SegmentFormat.sectionName(kind), section.length());
      }
    }
    return sections;
  }

  /** Length of the file in bytes. */
  public long bytes() {
    return file.length();
  }

  /** Checks every page of the file. */
  public void verify() {
    file.verifyAll();
  }

  /** The file, for a check of its parts. */
  SectionedFile file() {
    return file;
  }

  /** Unmaps the file. Idempotent. */
  @Override
  public void close() {
    file.close();
  }

  /** The value of the row that the cursor stands at, with its vector. */
  byte[] value(BlockCursor cursor) {
    return value(cursor.keyBuffer(), cursor.valueOffset(), cursor.valueLength());
  }

  private byte[] value(byte[] key, long offset, int length) {
    rows.verify(offset, length);
    if (!hasVector(key, offset, length)) {
      return bytes(offset, length, length);
    }
    int stored = length - VECTOR_ORDINAL_BYTES;
    VectorsSection section = requiredVectors(offset);
    int ordinal = vectorOrdinal(offset, length);
    if (ordinal < 0 || ordinal >= section.size()) {
      throw rows.corrupt(offset, "a row with vector " + ordinal + " of " + section.size());
    }
    byte[] value = bytes(offset, stored, stored + 4 * section.dimension());
    section.copyTo(ordinal, value, stored);
    return value;
  }

  /** The value without vector and vector ordinal. */
  byte[] valueWithoutVector(BlockCursor cursor) {
    long offset = cursor.valueOffset();
    int length = cursor.valueLength() - (hasVector(cursor) ? VECTOR_ORDINAL_BYTES : 0);
    rows.verify(offset, length);
    return bytes(offset, length, length);
  }

  /** Copies the beginning of the value, as much as fits, and returns the length of the whole. */
  int copyValue(BlockCursor cursor, byte[] target) {
    boolean vector = hasVector(cursor);
    int stored = cursor.valueLength() - (vector ? VECTOR_ORDINAL_BYTES : 0);
    int copied = Math.min(target.length, stored);
    rows.verify(cursor.valueOffset(), copied);
    MappedBytes.copy(rowsMemory, cursor.valueOffset(), target, 0, copied);
    return vector ? stored + 4 * requiredVectors(cursor.valueOffset()).dimension() : stored;
  }

  boolean hasVector(BlockCursor cursor) {
    return hasVector(cursor.keyBuffer(), cursor.valueOffset(), cursor.valueLength());
  }

  private boolean hasVector(byte[] key, long offset, int length) {
    if (key[0] != RowKeys.CONCEPT) {
      return false;
    }
    rows.verify(offset, length);
    boolean vector = length > 1 && ConceptRow.hasVector(rowsMemory.get(BYTE, offset + 1));
    if (vector && length < VECTOR_ORDINAL_BYTES + 2) {
      throw rows.corrupt(offset, "a row with a vector of " + length + " bytes");
    }
    return vector;
  }

  int vectorOrdinal(BlockCursor cursor) {
    return vectorOrdinal(cursor.valueOffset(), cursor.valueLength());
  }

  private int vectorOrdinal(long offset, int length) {
    return rowsMemory.get(INT, offset + length - VECTOR_ORDINAL_BYTES);
  }

  private VectorsSection requiredVectors(long offset) {
    if (vectors == null) {
      throw rows.corrupt(offset, "a row with a vector in a segment without any");
    }
    return vectors;
  }

  private byte[] bytes(long offset, int length, int room) {
    byte[] bytes = new byte[room];
    MemorySegment.copy(rowsMemory, BYTE, offset, bytes, 0, length);
    return bytes;
  }
}

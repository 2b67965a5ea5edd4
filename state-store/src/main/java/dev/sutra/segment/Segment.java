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
import dev.sutra.text.TextIndex;
import dev.sutra.time.TimesSection;
import dev.sutra.vector.VectorsSection;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mapped segment. Safe for use by many threads until closed. */
public final class Segment implements AutoCloseable {
  private final SectionedFile file;
  private final Section rows;
  private final MemorySegment rowsMemory;
  private final BlockIndex index;
  private final BloomFilter.Reader bloom;
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
    this.bloom = new BloomFilter.Reader(file.requiredSection(SegmentFormat.BLOOM));
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
    return bloom.mightContain(hash);
  }

  /** A cursor before the first row. */
  public SegmentCursor cursor() {
    return new SegmentCursor(this, new BlockCursor(rows, index));
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

  /** Bytes of each section that there is, by name, in the order of their kinds. */
  public Map<String, Long> sections() {
    Map<String, Long> sections = new LinkedHashMap<>();
    for (int kind = SegmentFormat.ROWS; kind <= SegmentFormat.IDENTITY; kind++) {
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
    byte[] stored = storedValue(cursor, cursor.valueLength());
    if (!hasVector(cursor)) {
      return stored;
    }
    int length = stored.length - VECTOR_ORDINAL_BYTES;
    byte[] value = Arrays.copyOf(stored, length + 4 * ConceptRow.dimension(stored, 0));
    vectorsOf(cursor).copyTo(vectorOrdinal(cursor), value, length);
    return value;
  }

  /** The value without vector and vector ordinal. */
  byte[] valueWithoutVector(BlockCursor cursor) {
    int vector = hasVector(cursor) ? VECTOR_ORDINAL_BYTES : 0;
    return storedValue(cursor, cursor.valueLength() - vector);
  }

  boolean hasVector(BlockCursor cursor) {
    return cursor.keyBuffer()[0] == RowKeys.CONCEPT
        && ConceptRow.hasVector(rowsMemory.get(BYTE, cursor.valueOffset() + 1));
  }

  int vectorOrdinal(BlockCursor cursor) {
    long at = cursor.valueOffset() + cursor.valueLength() - VECTOR_ORDINAL_BYTES;
    return rowsMemory.get(INT, at);
  }

  private VectorsSection vectorsOf(BlockCursor cursor) {
    if (vectors == null) {
      throw rows.corrupt(cursor.valueOffset(), "a row with a vector in a segment without any");
    }
    return vectors;
  }

  private byte[] storedValue(BlockCursor cursor, int length) {
    byte[] value = new byte[length];
    MemorySegment.copy(rowsMemory, BYTE, cursor.valueOffset(), value, 0, length);
    return value;
  }
}

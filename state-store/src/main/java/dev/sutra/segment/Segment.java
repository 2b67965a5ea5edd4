package dev.sutra.segment;

import static dev.sutra.io.Layouts.LONG;

import dev.sutra.attribute.AttributesSection;
import dev.sutra.io.Section;
import dev.sutra.io.SectionedFile;
import dev.sutra.io.Storage;
import dev.sutra.record.ConceptRow;
import dev.sutra.text.index.TextIndex;
import dev.sutra.time.TimesSection;
import dev.sutra.vector.VectorsSection;
import dev.sutra.vector.cells.CellsSection;
import dev.sutra.vector.quantization.CellCodebook;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mapped segment. Thread-safe until closed. */
public final class Segment implements AutoCloseable {
  /** The value of a tombstone: a row that deletes older rows of its key. Compared by identity. */
  public static final byte[] TOMBSTONE = RowValues.TOMBSTONE;

  private final SectionedFile file;
  private final Section rows;
  private final BlockIndex index;
  private final HashIndex.Reader hashes;
  private final RowValues values;
  private final RowLookup lookup;
  private final int documents;
  private final @Nullable TextIndex texts;
  private final @Nullable VectorsSection vectors;
  private final @Nullable TimesSection times;
  private final @Nullable AttributesSection attributes;

  private Segment(SectionedFile file, long fileNumber) {
    this.file = file;
    Section identity = file.requiredSection(SegmentFormat.IDENTITY);
    identity.verify(0, SegmentFormat.IDENTITY_BYTES);
    if (identity.memory().get(LONG, 0) != fileNumber) {
      throw identity.corrupt(0, "this is segment " + identity.memory().get(LONG, 0));
    }
    this.rows = file.requiredSection(SegmentFormat.ROWS);
    this.index = new BlockIndex(file.requiredSection(SegmentFormat.INDEX));
    this.hashes = new HashIndex.Reader(file.requiredSection(SegmentFormat.HASHES), index.blocks());
    long documentCount = identity.memory().get(LONG, 24);
    if (documentCount < 0 || documentCount > index.rows()) {
      throw identity.corrupt(24, documentCount + " documents among " + index.rows() + " rows");
    }
    this.documents = (int) documentCount;
    Section textSection = file.section(SegmentFormat.TEXT);
    this.texts = textSection == null ? null : TextIndex.open(textSection);
    Section vectorSection = file.section(SegmentFormat.VECTORS);
    this.vectors = vectorSection == null ? null : VectorsSection.open(vectorSection);
    this.values = new RowValues(rows, vectors);
    this.lookup = new RowLookup(rows, index, hashes, values);
    Section timeSection = file.section(SegmentFormat.TIMES);
    this.times = timeSection == null ? null : TimesSection.open(timeSection);
    Section attributeSection = file.section(SegmentFormat.ATTRIBUTES);
    this.attributes = attributeSection == null ? null : attributes(attributeSection, documents);
  }

  private static AttributesSection attributes(Section section, int documents) {
    AttributesSection attributes = AttributesSection.open(section);
    if (attributes.documents() != documents) {
      throw section.corrupt(
          4, "attributes of " + attributes.documents() + " documents, not " + documents);
    }
    return attributes;
  }

  /**
   * Maps a segment.
   *
   * @throws dev.sutra.io.CorruptFileException if it is corrupt or not the segment with this number
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

  /**
   * The hash of a key, or of a half-edge prefix that names a concept, for {@link #mightContain}.
   */
  public static long hash(byte[] key, int keyLength) {
    return XxHash64.hash(key, 0, keyLength);
  }

  /** False if there is certainly no such key, or no half-edge with such a prefix. */
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
    return lookup.find(key, hash, false);
  }

  /**
   * The first bytes of the value of a row, at most {@link ConceptRow#HEADER_BYTES}.
   *
   * @param hash of the key
   * @return {@link #TOMBSTONE} itself if the row is one; null if there is no such row
   */
  public byte @Nullable [] header(byte[] key, long hash) {
    return lookup.find(key, hash, true);
  }

  /** A cursor before the first row. */
  public SegmentCursor cursor() {
    return new SegmentCursor(values, new BlockCursor(rows, index), hashes);
  }

  /** The hash index, for a check. */
  HashIndex.Reader hashes() {
    return hashes;
  }

  /** The block index, for a check. */
  BlockIndex index() {
    return index;
  }

  /** Number of rows. */
  public int rows() {
    return index.rows();
  }

  /** Number of concept rows, including tombstones. */
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

  /** Times of the documents; null if there are none. */
  public @Nullable TimesSection times() {
    return times;
  }

  /** Attributes of the documents; null if an older version wrote the segment. */
  public @Nullable AttributesSection attributes() {
    return attributes;
  }

  /** Whether the segment has codes of its vectors. */
  public boolean hasCells() {
    return file.section(SegmentFormat.CELLS) != null;
  }

  /** Bytes of the codes of the vectors; 0 if there are none. */
  public long cellsBytes() {
    Section section = file.section(SegmentFormat.CELLS);
    return section == null ? 0 : section.length();
  }

  /**
   * The id of the codebook of the codes. The segment must have codes.
   *
   * @throws dev.sutra.io.CorruptFileException if it is corrupt
   */
  public long codebookId() {
    return CellsSection.codebookId(file.requiredSection(SegmentFormat.CELLS));
  }

  /**
   * Opens the codes of the vectors. The segment must have codes.
   *
   * @throws dev.sutra.io.CorruptFileException if they are corrupt or of another codebook
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

  /** The length of each existing section in bytes, by name, in the order of their kinds. */
  public Map<String, Long> sections() {
    Map<String, Long> sections = new LinkedHashMap<>();
    for (int kind = SegmentFormat.ROWS; kind <= SegmentFormat.LAST; kind++) {
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
}

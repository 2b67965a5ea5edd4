package dev.sutra.vector.cells;

import static dev.sutra.io.Layouts.BYTE;
import static dev.sutra.io.Layouts.FLOAT;
import static dev.sutra.io.Layouts.INT;
import static dev.sutra.io.Layouts.LONG;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.Section;
import dev.sutra.vector.kernel.CodeKernel;
import dev.sutra.vector.quantization.CellCodebook;
import java.lang.foreign.MemorySegment;

/**
 * The codes of a segment's vectors, read from its mapped file; see the package documentation for
 * the byte layout. Thread-safe.
 *
 * <p>The methods throw {@link CorruptFileException} if a page is corrupt.
 */
public final class CellsSection {
  private static final int CACHE_LINE = 64;

  private final Section section;
  private final MemorySegment memory;
  private final CellCodebook codebook;
  private final int size;
  private final int places;
  private final float meanSquares;
  private final long blockBytes;
  private final long ordinalsOffset;
  private final long startsOffset;

  private CellsSection(
      Section section,
      CellCodebook codebook,
      int size,
      int places,
      float meanSquares,
      long startsOffset) {
    this.section = section;
    this.memory = section.memory();
    this.codebook = codebook;
    this.size = size;
    this.places = places;
    this.meanSquares = meanSquares;
    this.blockBytes = CellsFormat.blockBytes(codebook.parts());
    this.ordinalsOffset = CellsFormat.ordinals(codebook.parts());
    this.startsOffset = startsOffset;
  }

  /**
   * The {@link CellCodebook#id} of the codebook that a section was written with.
   *
   * @throws CorruptFileException if the header is corrupt
   */
  public static long codebookId(Section section) {
    section.verify(0, CellsFormat.HEADER_BYTES);
    return section.memory().get(LONG, 0);
  }

  /**
   * Opens a section. Reads its header and its directory.
   *
   * @param codebook the codebook that the section was written with
   * @throws CorruptFileException if they are corrupt or do not match the codebook
   */
  public static CellsSection open(Section section, CellCodebook codebook) {
    section.verify(0, CellsFormat.HEADER_BYTES);
    MemorySegment memory = section.memory();
    int size = memory.get(INT, 8);
    int cells = memory.get(INT, 12);
    int parts = memory.get(INT, 16);
    if (memory.get(LONG, 0) != codebook.id()
        || cells != codebook.cells()
        || parts != codebook.parts()) {
      throw section.corrupt(0, "codes of another codebook");
    }
    if (size < 0) {
      throw section.corrupt(8, "a negative number of vectors");
    }
    float meanSquares = memory.get(FLOAT, 20);
    if (!(meanSquares >= 0 && meanSquares < Float.POSITIVE_INFINITY)) {
      throw section.corrupt(20, "a mean squared distance of " + meanSquares);
    }
    int stored = memory.get(INT, 24);
    // Zero: written before second cells were introduced.
    int places = stored == 0 ? size : stored;
    if (places < size || places > 2L * size) {
      throw section.corrupt(24, places + " places for " + size + " vectors");
    }
    long blocks = ((long) places + CodeKernel.BLOCK - 1) / CodeKernel.BLOCK;
    long startsOffset = CellsFormat.HEADER_BYTES + blocks * CellsFormat.blockBytes(parts);
    long expected = startsOffset + 4L * (cells + 1);
    if (section.length() != expected) {
      throw section.corrupt(
          8, places + " places need " + expected + " bytes, not " + section.length());
    }
    section.verify(startsOffset, expected - startsOffset);
    int last = 0;
    for (int cell = 0; cell <= cells; cell++) {
      long offset = startsOffset + 4L * cell;
      int start = memory.get(INT, offset);
      if (start < last || start > places || (cell == 0 && start > 0)) {
        throw section.corrupt(offset, "cell " + cell + " starts at " + start + ", behind " + last);
      }
      last = start;
    }
    if (last != places) {
      throw section.corrupt(expected - 4, "the cells end at " + last + " of " + places);
    }
    return new CellsSection(section, codebook, size, places, meanSquares, startsOffset);
  }

  /** The codebook of the codes. */
  public CellCodebook codebook() {
    return codebook;
  }

  /** The number of vectors. */
  public int size() {
    return size;
  }

  /** The number of places: one or two per vector. */
  int places() {
    return places;
  }

  /** Bytes that a search keeps in memory: the whole section. */
  public long bytes() {
    return section.length();
  }

  /**
   * The mean squared distance of the vectors to the centroids of their cells when they were
   * encoded. May be called after the file is closed.
   */
  public float meanSquares() {
    return meanSquares;
  }

  MemorySegment memory() {
    return memory;
  }

  /** The first place of a cell; the number of places for the cell after the last one. */
  int start(int cell) {
    return memory.get(INT, startsOffset + 4L * cell);
  }

  /** Verifies the pages of the blocks that contain a range of places. */
  void verifyBlocks(int from, int to) {
    if (from == to) {
      return;
    }
    int first = from / CodeKernel.BLOCK;
    int last = (to - 1) / CodeKernel.BLOCK;
    section.verify(blockOffset(first), (last - first + 1) * blockBytes);
  }

  /**
   * Prefetches blocks whose pages are verified, by reading a byte of each cache line. The misses
   * overlap; summing reads too slowly for that.
   *
   * @return a value that the caller must use, or the compiler removes the reads
   */
  int touch(int firstBlock, int endBlock) {
    long end = blockOffset(endBlock);
    int touched = 0;
    for (long line = blockOffset(firstBlock); line < end; line += CACHE_LINE) {
      touched += memory.get(BYTE, line);
    }
    return touched;
  }

  /** The offset of a block in {@link #memory}. */
  long blockOffset(int block) {
    return CellsFormat.HEADER_BYTES + block * blockBytes;
  }

  /** The code of a part of the vector at a place whose block is verified. */
  int code(int place, int part) {
    int lane = place % CodeKernel.BLOCK;
    long offset =
        blockOffset(place / CodeKernel.BLOCK)
            + (long) part * CodeKernel.LOOKUP_BYTES
            + CodeKernel.byteOf(lane);
    return memory.get(BYTE, offset) >> CodeKernel.shiftOf(lane) & 0xf;
  }

  float factor(int place) {
    return memory.get(FLOAT, numberOffset(place, CellsFormat.factors(parts())));
  }

  float correction(int place) {
    return memory.get(FLOAT, numberOffset(place, CellsFormat.corrections(parts())));
  }

  /** The offset of a vector's number in an array of its block. */
  private long numberOffset(int place, long array) {
    return blockOffset(place / CodeKernel.BLOCK) + array + 4L * (place % CodeKernel.BLOCK);
  }

  private int parts() {
    return codebook.parts();
  }

  /** The ordinal of the vector at a place whose block is verified. */
  int ordinal(int place) {
    long offset = numberOffset(place, ordinalsOffset);
    int ordinal = memory.get(INT, offset);
    if (ordinal < 0 || ordinal >= size) {
      throw section.corrupt(offset, "ordinal " + ordinal + " of " + size);
    }
    return ordinal;
  }
}

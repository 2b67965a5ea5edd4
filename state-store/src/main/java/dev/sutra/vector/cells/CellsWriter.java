package dev.sutra.vector.cells;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.SectionOutput;
import dev.sutra.vector.VectorSource;
import dev.sutra.vector.quantization.CellCodebook;
import dev.sutra.vector.quantization.CellEncoder;
import dev.sutra.vector.quantization.CellFinder;
import java.io.IOException;
import java.util.Arrays;

/**
 * Writes a cells section; see the package documentation for the byte layout. Copies codes that a
 * source already has for the same codebook. Uses 28 bytes of heap per vector, and room for a few
 * thousand vectors.
 */
public final class CellsWriter {
  /** Number of vectors that are read at once when their cells are searched. */
  private static final int BATCH = 64;

  private final CellCodebook codebook;
  private final SelectedVectors vectors;
  private final Runnable checkpoint;
  private final int dimension;
  private final int[] starts;
  // For each vector its cell and its second cell, or CellFinder.NONE.
  private final int[] cells;
  // The places of their codes in the source's section; -1 if they must be computed.
  private final int[] places;
  private double squares;

  private CellsWriter(CellCodebook codebook, SelectedVectors vectors, Runnable checkpoint) {
    this.checkpoint = checkpoint;
    this.codebook = codebook;
    this.vectors = vectors;
    this.dimension = codebook.dimension();
    this.starts = new int[codebook.cells() + 1];
    this.cells = new int[2 * vectors.size()];
    this.places = new int[2 * vectors.size()];
    Arrays.fill(cells, CellFinder.NONE);
    Arrays.fill(places, -1);
  }

  /**
   * Writes the codes of all vectors of a source at the start of a section's output.
   *
   * @param source the vectors; none may be added during the call
   * @throws IllegalArgumentException if the codebook is for another dimension or similarity
   */
  public static void write(SectionOutput output, CellCodebook codebook, VectorSource source)
      throws IOException {
    write(output, codebook, SelectedVectors.all(source), () -> {});
  }

  /**
   * Writes a section at the start of its output. Corrupt codes of a source are computed again.
   *
   * @param vectors in the order of their ordinals in the segment
   * @param checkpoint called regularly; cancels by throwing an exception
   * @throws IllegalArgumentException if the codebook is for another dimension or similarity
   */
  public static void write(
      SectionOutput output, CellCodebook codebook, SelectedVectors vectors, Runnable checkpoint)
      throws IOException {
    vectors.checkFit(codebook);
    new CellsWriter(codebook, vectors, checkpoint).write(output);
  }

  private void write(SectionOutput output) throws IOException {
    findCodes();
    findCells();
    int[] order = sorted();
    output.writeLong(codebook.id());
    output.writeInt(vectors.size());
    output.writeInt(codebook.cells());
    output.writeInt(codebook.parts());
    output.writeFloat(vectors.size() == 0 ? 0 : (float) (squares / vectors.size()));
    output.writeInt(order.length);
    output.align(CellsFormat.HEADER_BYTES);
    writeBlocks(order, output);
    for (int start : starts) {
      output.writeInt(start);
    }
  }

  /** Finds the codes that the sources already have. */
  private void findCodes() {
    int[][] selected = new int[vectors.sources()][0];
    int[] counts = new int[vectors.sources()];
    for (int s = 0; s < selected.length; s++) {
      CellsSection section = vectors.cells(s, codebook);
      if (section != null) {
        selected[s] = new int[section.size()];
        Arrays.fill(selected[s], -1);
      }
    }
    for (int i = 0; i < vectors.size(); i++) {
      int[] own = selected[vectors.source(i)];
      if (own.length > 0) {
        own[vectors.ordinal(i)] = i;
        counts[vectors.source(i)]++;
      }
    }
    for (int s = 0; s < selected.length; s++) {
      CellsSection section = vectors.cells(s, codebook);
      if (section != null && counts[s] > 0 && isReadable(section)) {
        squares += counts[s] * (double) section.meanSquares();
        takeCodes(section, selected[s]);
      }
    }
  }

  private static boolean isReadable(CellsSection section) {
    try {
      section.verifyBlocks(0, section.places());
      for (int place = 0; place < section.places(); place++) {
        section.ordinal(place);
      }
      return true;
    } catch (CorruptFileException e) {
      return false;
    }
  }

  private void takeCodes(CellsSection section, int[] selected) {
    for (int cell = 0; cell < codebook.cells(); cell++) {
      for (int place = section.start(cell); place < section.start(cell + 1); place++) {
        int index = selected[section.ordinal(place)];
        if (index >= 0) {
          int slot = cells[2 * index] == CellFinder.NONE ? 2 * index : 2 * index + 1;
          cells[slot] = cell;
          places[slot] = place;
        }
      }
    }
  }

  /** Finds the cells of the vectors without codes. */
  private void findCells() {
    CellFinder finder = new CellFinder(codebook);
    int[] batch = new int[BATCH];
    int count = 0;
    int[] first = new int[BATCH];
    int[] second = new int[BATCH];
    float[] errors = new float[BATCH];
    float[] components = new float[BATCH * dimension];
    for (int i = 0; i < vectors.size(); i++) {
      if (cells[2 * i] == CellFinder.NONE) {
        batch[count] = i;
        vectors.scaled(i, components, count * dimension);
        count++;
      }
      if (count == BATCH || (i == vectors.size() - 1 && count > 0)) {
        finder.find(components, 0, count, first, second, errors);
        for (int j = 0; j < count; j++) {
          cells[2 * batch[j]] = first[j];
          cells[2 * batch[j] + 1] = second[j];
          squares += errors[j];
        }
        count = 0;
        checkpoint.run();
      }
    }
  }

  /** Returns the indexes in {@link #cells} in the order of writing: by cell, then by ordinal. */
  private int[] sorted() {
    for (int cell : cells) {
      if (cell != CellFinder.NONE) {
        starts[cell + 1]++;
      }
    }
    for (int cell = 0; cell < codebook.cells(); cell++) {
      starts[cell + 1] += starts[cell];
    }
    int[] order = new int[starts[codebook.cells()]];
    int[] next = starts.clone();
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] != CellFinder.NONE) {
        order[next[cells[i]]++] = i;
      }
    }
    return order;
  }

  private void writeBlocks(int[] order, SectionOutput output) throws IOException {
    int batch = CellEncoder.batch();
    CellEncoder encoder = new CellEncoder(codebook);
    CodeBlock block = new CodeBlock(codebook.parts());
    float[] components = new float[batch * dimension];
    int[] encodedCells = new int[batch];
    for (int first = 0; first < order.length; first += batch) {
      int end = Math.min(first + batch, order.length);
      int count = 0;
      for (int i = first; i < end; i++) {
        if (places[order[i]] < 0) {
          encodedCells[count] = cells[order[i]];
          vectors.scaled(order[i] / 2, components, count * dimension);
          count++;
        }
      }
      encoder.encode(components, 0, count, encodedCells, 0);
      int encoded = 0;
      for (int i = first; i < end; i++) {
        int ordinal = order[i] / 2;
        int place = places[order[i]];
        if (place < 0) {
          block.add(encoder, encoded++, ordinal, output);
        } else {
          block.copy(vectors.cellsOf(ordinal), place, ordinal, output);
        }
      }
    }
    block.finish(output);
  }
}

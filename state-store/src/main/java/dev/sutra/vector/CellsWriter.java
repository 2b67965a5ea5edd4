package dev.sutra.vector;

import dev.sutra.io.CorruptFileException;
import dev.sutra.io.SectionOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Writes the codes of a segment's vectors, cell by cell; see the package page for the bytes. Codes
 * that a source has of the same codebook are copied. Takes memory for 16 bytes a vector and a few
 * thousand vectors.
 */
public final class CellsWriter {
  /** So many vectors are read at once when their cells are found. */
  private static final int BATCH = 64;

  private final CellCodebook codebook;
  private final SelectedVectors vectors;
  private final Runnable checkpoint;
  private final int dimension;
  private final int[] starts;
  private final int[] order;
  private final int[] cellOf;
  // Where the codes of a vector stand in its source's section; -1 if they have to be made.
  private final int[] places;
  private double squares;

  private CellsWriter(CellCodebook codebook, SelectedVectors vectors, Runnable checkpoint) {
    this.checkpoint = checkpoint;
    this.codebook = codebook;
    this.vectors = vectors;
    this.dimension = codebook.dimension();
    this.starts = new int[codebook.cells() + 1];
    this.order = new int[vectors.size()];
    this.cellOf = new int[vectors.size()];
    this.places = new int[vectors.size()];
    Arrays.fill(places, -1);
  }

  /**
   * Writes the codes of all vectors of a source into a section whose output has just begun.
   *
   * @param source the vectors, none of which is added meanwhile
   * @throws IllegalArgumentException if the codebook is for another dimension or similarity
   */
  public static void write(SectionOutput output, CellCodebook codebook, VectorSource source)
      throws IOException {
    write(output, codebook, SelectedVectors.all(source), () -> {});
  }

  /**
   * Writes a section whose output has just begun. Damaged codes of a source are made anew.
   *
   * @param vectors in the order of their ordinals in the segment
   * @param checkpoint called now and then; may end the work by an exception
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
    sort();
    output.writeLong(codebook.id());
    output.writeInt(order.length);
    output.writeInt(codebook.cells());
    output.writeInt(codebook.quantizers().parts());
    output.writeFloat(order.length == 0 ? 0 : (float) (squares / order.length));
    output.align(CellsSection.HEADER_BYTES);
    writeBlocks(output);
    for (int start : starts) {
      output.writeInt(start);
    }
  }

  /** Finds the codes that are there already. */
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
    for (int i = 0; i < order.length; i++) {
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
      section.verifyBlocks(0, section.size());
      for (int place = 0; place < section.size(); place++) {
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
          cellOf[index] = cell;
          places[index] = place;
        }
      }
    }
  }

  /** Finds the cells of the vectors that have no codes. */
  private void findCells() {
    int[] batch = new int[BATCH];
    int count = 0;
    int[] nearest = new int[BATCH];
    float[] errors = new float[BATCH];
    float[] components = new float[BATCH * dimension];
    for (int i = 0; i < order.length; i++) {
      if (places[i] < 0) {
        batch[count] = i;
        vectors.scaled(i, components, count * dimension);
        count++;
      }
      if (count == BATCH || (i == order.length - 1 && count > 0)) {
        codebook.panels().nearest(components, 0, dimension, count, nearest, errors);
        for (int j = 0; j < count; j++) {
          cellOf[batch[j]] = nearest[j];
          squares += Math.max(0, errors[j] + squaredLength(components, j * dimension));
        }
        count = 0;
        checkpoint.run();
      }
    }
  }

  private float squaredLength(float[] components, int offset) {
    float sum = 0;
    for (int t = offset; t < offset + dimension; t++) {
      sum += components[t] * components[t];
    }
    return sum;
  }

  /** Orders the ordinals by cell, and in a cell as they are. */
  private void sort() {
    for (int cell : cellOf) {
      starts[cell + 1]++;
    }
    for (int cell = 0; cell < codebook.cells(); cell++) {
      starts[cell + 1] += starts[cell];
    }
    int[] next = starts.clone();
    for (int ordinal = 0; ordinal < order.length; ordinal++) {
      order[next[cellOf[ordinal]]++] = ordinal;
    }
  }

  private void writeBlocks(SectionOutput output) throws IOException {
    int batch = CellEncoder.batch();
    CellEncoder encoder =
        new CellEncoder(
            codebook.similarity(), dimension, codebook.centroids(), codebook.quantizers());
    CodeBlock block = new CodeBlock(codebook.quantizers().parts());
    float[] components = new float[batch * dimension];
    int[] cells = new int[batch];
    for (int first = 0; first < order.length; first += batch) {
      int end = Math.min(first + batch, order.length);
      int count = 0;
      for (int i = first; i < end; i++) {
        int ordinal = order[i];
        if (places[ordinal] < 0) {
          cells[count] = cellOf[ordinal];
          vectors.scaled(ordinal, components, count * dimension);
          count++;
        }
      }
      encoder.encode(components, 0, count, cells, 0);
      int encoded = 0;
      for (int i = first; i < end; i++) {
        int ordinal = order[i];
        if (places[ordinal] < 0) {
          block.add(encoder, encoded++, ordinal, output);
        } else {
          block.copy(vectors.cellsOf(ordinal), places[ordinal], ordinal, output);
        }
      }
    }
    block.finish(output);
  }
}

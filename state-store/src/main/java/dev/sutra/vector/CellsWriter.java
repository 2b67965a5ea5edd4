package dev.sutra.vector;

import dev.sutra.io.SectionOutput;
import java.io.IOException;

/**
 * Writes the codes of a segment's vectors, cell by cell; see the package page for the bytes. Takes
 * memory for 8 bytes a vector and a few thousand vectors.
 */
public final class CellsWriter {
  /** So many vectors are read at once when their cells are found. */
  private static final int BATCH = 64;

  private final CellCodebook codebook;
  private final VectorSource source;
  private final int[] starts;
  private final int[] order;

  private CellsWriter(CellCodebook codebook, VectorSource source) {
    this.codebook = codebook;
    this.source = source;
    this.starts = new int[codebook.cells() + 1];
    this.order = new int[source.size()];
  }

  /**
   * Writes a section whose output has just begun.
   *
   * @param source the vectors, none of which is added meanwhile
   * @throws IllegalArgumentException if the codebook is for another dimension or similarity
   */
  public static void write(SectionOutput output, CellCodebook codebook, VectorSource source)
      throws IOException {
    if (source.dimension() != codebook.dimension()
        || source.similarity() != codebook.similarity()) {
      throw new IllegalArgumentException(
          "vectors of dimension "
              + source.dimension()
              + " for "
              + source.similarity()
              + " do not fit a codebook of dimension "
              + codebook.dimension()
              + " for "
              + codebook.similarity());
    }
    new CellsWriter(codebook, source).write(output);
  }

  private void write(SectionOutput output) throws IOException {
    output.writeLong(codebook.id());
    output.writeInt(order.length);
    output.writeInt(codebook.cells());
    output.writeInt(codebook.quantizers().parts());
    output.align(CellsSection.HEADER_BYTES);
    int[] cellOf = nearestCells();
    sort(cellOf);
    writeBlocks(output, cellOf);
    for (int start : starts) {
      output.writeInt(start);
    }
  }

  private int[] nearestCells() {
    int dimension = codebook.dimension();
    int[] cellOf = new int[order.length];
    int[] nearest = new int[BATCH];
    float[] errors = new float[BATCH];
    float[] vectors = new float[BATCH * dimension];
    for (int first = 0; first < cellOf.length; first += BATCH) {
      int count = Math.min(BATCH, cellOf.length - first);
      for (int i = 0; i < count; i++) {
        VectorSample.scaled(source, first + i, vectors, i * dimension);
      }
      codebook.panels().nearest(vectors, 0, dimension, count, nearest, errors);
      System.arraycopy(nearest, 0, cellOf, first, count);
    }
    return cellOf;
  }

  /** Orders the ordinals by cell, and in a cell as they are. */
  private void sort(int[] cellOf) {
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

  private void writeBlocks(SectionOutput output, int[] cellOf) throws IOException {
    int dimension = codebook.dimension();
    int batch = CellEncoder.batch();
    CellEncoder encoder =
        new CellEncoder(
            codebook.similarity(), dimension, codebook.centroids(), codebook.quantizers());
    CodeBlock block = new CodeBlock(codebook.quantizers().parts());
    float[] vectors = new float[batch * dimension];
    int[] cells = new int[batch];
    for (int first = 0; first < order.length; first += batch) {
      int count = Math.min(batch, order.length - first);
      for (int i = 0; i < count; i++) {
        int ordinal = order[first + i];
        cells[i] = cellOf[ordinal];
        VectorSample.scaled(source, ordinal, vectors, i * dimension);
      }
      encoder.encode(vectors, 0, count, cells, 0);
      for (int i = 0; i < count; i++) {
        block.add(encoder, i, order[first + i], output);
      }
    }
    block.finish(output);
  }
}

package dev.sutra.vector;

import dev.sutra.io.SectionOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;

/**
 * The vectors of a memtable, in the order of their addition.
 *
 * <p>One thread adds vectors while any number of threads read, without locks. Vectors are never
 * changed or removed.
 */
public final class VectorBuffer extends VectorSource {
  private static final int CHUNK_BYTES = 64 * 1024;

  private static final class Chunk {
    final float[] vectors;
    final int[] documents;
    final float[] inverseNorms;

    Chunk(int count, int dimension) {
      vectors = new float[count * dimension];
      documents = new int[count];
      inverseNorms = new float[count];
    }

    Chunk(Chunk smaller, int count, int dimension) {
      vectors = Arrays.copyOf(smaller.vectors, count * dimension);
      documents = Arrays.copyOf(smaller.documents, count);
      inverseNorms = Arrays.copyOf(smaller.inverseNorms, count);
    }
  }

  private final int dimension;
  private final int chunkShift;
  // Written before size, so that a thread that has read size sees the chunks and their contents.
  private volatile Chunk[] chunks = new Chunk[0];
  private volatile int size;
  // Number of vectors for which there is memory.
  private long room;

  /** Creates an empty buffer for vectors of {@code dimension} components. */
  public VectorBuffer(int dimension, Similarity similarity) {
    super(dimension, similarity);
    if (dimension < 1) {
      throw new IllegalArgumentException("dimension is " + dimension + "; 1 or more is needed");
    }
    this.dimension = dimension;
    int vectors = Math.max(1, CHUNK_BYTES / (4 * dimension));
    this.chunkShift = 31 - Integer.numberOfLeadingZeros(vectors);
  }

  /**
   * Copies a vector into the buffer. Called by one thread only.
   *
   * @param document its document; must be greater than that of the previous vector
   * @return its ordinal
   * @throws IllegalArgumentException if the dimension differs, the document is not above the last,
   *     or the vector fails {@link Similarity#validate}
   */
  public int add(int document, float[] vector) {
    if (vector.length != dimension) {
      throw new IllegalArgumentException(
          "vector has " + vector.length + " components; " + dimension + " are needed");
    }
    int ordinal = size;
    int last = ordinal == 0 ? -1 : documentOf(ordinal - 1);
    if (document <= last) {
      throw new IllegalArgumentException("document " + document + " is not above " + last);
    }
    final float inverseNorm = similarity().inverseNorm(vector);
    Chunk chunk = chunkToWrite(ordinal);
    int slot = slot(ordinal);
    System.arraycopy(vector, 0, chunk.vectors, slot * dimension, dimension);
    chunk.documents[slot] = document;
    chunk.inverseNorms[slot] = inverseNorm;
    size = ordinal + 1;
    return ordinal;
  }

  @Override
  public int size() {
    return size;
  }

  /** Heap bytes held by vectors, document numbers and norms. */
  public long bytes() {
    return room * (4L * dimension + 8);
  }

  @Override
  public int documentOf(int ordinal) {
    check(ordinal);
    return chunk(ordinal).documents[slot(ordinal)];
  }

  @Override
  public float[] get(int ordinal) {
    check(ordinal);
    int start = slot(ordinal) * dimension;
    return Arrays.copyOfRange(chunk(ordinal).vectors, start, start + dimension);
  }

  @Override
  public void scores(VectorQuery query, int firstOrdinal, int count, float[] scores) {
    Objects.checkFromIndexSize(firstOrdinal, count, size);
    Chunk[] table = chunks;
    for (int i = 0; i < count; i++) {
      int ordinal = firstOrdinal + i;
      Chunk chunk = table[ordinal >>> chunkShift];
      int slot = slot(ordinal);
      scores[i] = query.score(chunk.vectors, slot * dimension, chunk.inverseNorms[slot]);
    }
  }

  @Override
  public void addTo(VectorBatch batch, int ordinal) {
    check(ordinal);
    Chunk chunk = chunk(ordinal);
    int slot = slot(ordinal);
    batch.add(
        ordinal,
        MemorySegment.ofArray(chunk.vectors),
        4L * slot * dimension,
        chunk.inverseNorms[slot]);
  }

  @Override
  void writeTo(SectionOutput output, int ordinal) throws IOException {
    check(ordinal);
    output.writeFloats(chunk(ordinal).vectors, slot(ordinal) * dimension, dimension);
  }

  @Override
  float inverseNorm(int ordinal) {
    check(ordinal);
    return chunk(ordinal).inverseNorms[slot(ordinal)];
  }

  private void check(int ordinal) {
    Objects.checkIndex(ordinal, size);
  }

  private Chunk chunk(int ordinal) {
    return chunks[ordinal >>> chunkShift];
  }

  private int slot(int ordinal) {
    return ordinal & ((1 << chunkShift) - 1);
  }

  private Chunk chunkToWrite(int ordinal) {
    if (ordinal < room) {
      return chunk(ordinal);
    }
    int index = ordinal >>> chunkShift;
    Chunk[] table = chunks;
    if (index == table.length) {
      table = Arrays.copyOf(table, Math.max(4, table.length * 2));
    }
    int slot = slot(ordinal);
    Chunk chunk;
    if (index > 0) {
      chunk = new Chunk(1 << chunkShift, dimension);
    } else if (slot == 0) {
      chunk = new Chunk(1, dimension);
    } else {
      // The first chunk doubles, so that few vectors take little. Readers may go on with the old.
      chunk = new Chunk(chunk(ordinal - 1), 2 * slot, dimension);
    }
    table[index] = chunk;
    room = ((long) index << chunkShift) + chunk.documents.length;
    chunks = table;
    return chunk;
  }
}

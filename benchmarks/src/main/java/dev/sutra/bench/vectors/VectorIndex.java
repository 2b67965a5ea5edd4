package dev.sutra.bench.vectors;

import dev.sutra.bench.report.Sample;
import java.io.IOException;

/** An index of a {@link VectorSet}, built and asked by one thread. */
interface VectorIndex extends AutoCloseable {
  String name();

  /** What building took, training included. */
  double buildSeconds();

  /** Bytes of its files; 0 if it has none. */
  long diskBytes();

  /** Bytes that answering keeps in memory, apart from vectors that are mapped and read singly. */
  long residentBytes();

  /** How hard it can be told to try, ascending. */
  int[] efforts();

  /**
   * Answers all queries.
   *
   * @param found gets the numbers of the vectors found for each query
   */
  Sample search(int effort, int[][] found) throws Exception;

  @Override
  void close() throws IOException;
}

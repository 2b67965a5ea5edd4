package dev.sutra.bench.rows;

import dev.sutra.bench.report.Rounds;
import dev.sutra.bench.report.Sample;
import dev.sutra.bench.report.Scratch;
import java.nio.file.Path;

/** What the benchmarks over rows share: both stores, opened afresh or kept loaded. */
final class RowBench {
  static final int BATCH = 1000;

  /** Opens a store. */
  @FunctionalInterface
  interface Opener {
    public RowStore open(Path directory, RowStore.Log log) throws Exception;
  }

  /** Does something with a store and says how long its calls took. */
  @FunctionalInterface
  interface Work {
    public Sample run(RowStore store) throws Exception;
  }

  private RowBench() {}

  /** Measures work on new, empty stores, each of which is deleted afterwards. */
  static Rounds onNew(Scratch scratch, RowStore.Log log, int rounds, Work work) throws Exception {
    return Rounds.run(
        rounds,
        () -> onNew(scratch, SutraRows::open, log, work),
        () -> onNew(scratch, RocksRows::open, log, work));
  }

  private static Sample onNew(Scratch scratch, Opener opener, RowStore.Log log, Work work)
      throws Exception {
    Path directory = scratch.fresh();
    Sample sample;
    try (RowStore store = opener.open(directory, log)) {
      sample = work.run(store);
    }
    Scratch.delete(directory);
    return sample;
  }

  /** Writes rows in transactions of {@value #BATCH}, each of which is a call. */
  static Sample load(RowStore store, byte[][] keys, Values values) throws Exception {
    Sample sample = new Sample();
    byte[][] batchKeys = new byte[BATCH][];
    byte[][] batchValues = new byte[BATCH][];
    for (int from = 0; from < keys.length; from += BATCH) {
      int size = Math.min(BATCH, keys.length - from);
      for (int i = 0; i < size; i++) {
        batchKeys[i] = keys[from + i];
        batchValues[i] = values.value(from + i);
      }
      long start = System.nanoTime();
      store.putAll(batchKeys, batchValues, 0, size);
      sample.add(start, size);
    }
    return sample;
  }

  /** Makes the value of each row. */
  @FunctionalInterface
  interface Values {
    public byte[] value(int number);
  }
}

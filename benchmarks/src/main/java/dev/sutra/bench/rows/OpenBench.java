package dev.sutra.bench.rows;

import dev.sutra.bench.report.Report;
import dev.sutra.bench.report.Rounds;
import dev.sutra.bench.report.Sample;
import dev.sutra.bench.report.Scratch;
import dev.sutra.bench.report.Settings;
import dev.sutra.record.RowKeys;
import java.nio.file.Path;

/** Opening a store that was closed in order, up to the answer of a first read. */
public final class OpenBench {
  private static final int CONCEPTS = 100_000;
  // With both halves of each: a million rows, the concepts among them.
  private static final int EDGES = 5;
  private static final int OPENS = 10;

  private final Settings settings;
  private final Report report;

  public OpenBench(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  public void run() throws Exception {
    ConceptRows rows = new ConceptRows(settings.sized(CONCEPTS), EDGES);
    byte[][] keys = rows.keys();
    try (Scratch scratch = new Scratch()) {
      Path sutra = scratch.fresh();
      Path rocks = scratch.fresh();
      load(SutraRows::open, sutra, keys, rows);
      load(RocksRows::open, rocks, keys, rows);
      Rounds rounds =
          Rounds.run(
              settings.rounds(),
              () -> open(SutraRows::open, sutra),
              () -> open(RocksRows::open, rocks));
      report.addPercentiles("open and get, " + keys.length + " rows", rounds);
    }
  }

  private static void load(RowBench.Opener opener, Path directory, byte[][] keys, ConceptRows rows)
      throws Exception {
    try (RowStore store = opener.open(directory, RowStore.Log.NONE)) {
      RowBench.load(store, keys, rows::value);
      store.settle();
    }
  }

  private static Sample open(RowBench.Opener opener, Path directory) throws Exception {
    Sample sample = new Sample();
    byte[] key = RowKeys.concept(ConceptRows.id(1));
    for (int i = 0; i < OPENS; i++) {
      long start = System.nanoTime();
      try (RowStore store = opener.open(directory, RowStore.Log.NONE)) {
        byte[] value = store.get(key);
        sample.add(start, 1);
        if (value == null) {
          throw new IllegalStateException("a concept is missing");
        }
      }
    }
    return sample;
  }
}

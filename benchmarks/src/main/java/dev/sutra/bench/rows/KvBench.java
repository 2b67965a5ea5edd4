package dev.sutra.bench.rows;

import dev.sutra.bench.report.Report;
import dev.sutra.bench.report.Rounds;
import dev.sutra.bench.report.Sample;
import dev.sutra.bench.report.Scratch;
import dev.sutra.bench.report.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Keys and values: what any state store does. */
public final class KvBench {
  private static final int RECORDS = 1_000_000;
  private static final int SYNCED = 2_000;
  private static final int[] WRITERS = {2, 4, 8};
  private static final int GETS = 500_000;
  private static final int SCANS = 5_000;
  private static final long SEED = 2;

  private final Settings settings;
  private final Report report;
  private final Records records;

  public KvBench(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
    this.records = new Records(settings.sized(RECORDS));
  }

  public void run() throws Exception {
    try (Scratch scratch = new Scratch()) {
      writes(scratch);
      reads(scratch);
    }
  }

  private void writes(Scratch scratch) throws Exception {
    int all = records.count();
    single(scratch, "put, no log", RowStore.Log.NONE, all);
    report.addRate(
        "batches of 1,000, no log",
        "records/s",
        RowBench.onNew(
            scratch,
            RowStore.Log.NONE,
            settings.rounds(),
            store -> RowBench.load(store, records.shuffled(), records::value)));
    report.addRate(
        "bulk load, sorted, with flush",
        "records/s",
        RowBench.onNew(scratch, RowStore.Log.NONE, settings.rounds(), this::bulkLoad));
    single(scratch, "put, log written", RowStore.Log.WRITTEN, all);
    single(scratch, "put, log synced", RowStore.Log.SYNCED, settings.sized(SYNCED));
    for (int writers : WRITERS) {
      report.addRate(
          "put, log synced, " + writers + " writers",
          "records/s",
          RowBench.onNew(
              scratch,
              RowStore.Log.SYNCED,
              settings.rounds(),
              store -> putTogether(store, writers, settings.sized(SYNCED))));
    }
  }

  /** Each writer puts its part, one record a call; the time is that of all. */
  private Sample putTogether(RowStore store, int writers, int count) throws Exception {
    List<Callable<Integer>> work = new ArrayList<>();
    for (int writer = 0; writer < writers; writer++) {
      int first = writer;
      work.add(
          () -> {
            for (int i = first; i < count; i += writers) {
              store.put(records.shuffled()[i], records.value(i));
            }
            return first;
          });
    }
    Sample sample = new Sample();
    try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
      long start = System.nanoTime();
      for (Future<Integer> each : threads.invokeAll(work)) {
        each.get();
      }
      sample.add(start, count);
    }
    return sample;
  }

  private void single(Scratch scratch, String name, RowStore.Log log, int count) throws Exception {
    Rounds rounds = RowBench.onNew(scratch, log, settings.rounds(), store -> putEach(store, count));
    report.addRate(name, "records/s", rounds);
    report.addPercentiles(name, rounds);
    report.addTail(name, rounds);
  }

  private Sample putEach(RowStore store, int count) throws Exception {
    Sample sample = new Sample();
    for (int i = 0; i < count; i++) {
      byte[] key = records.shuffled()[i];
      byte[] value = records.value(i);
      long start = System.nanoTime();
      store.put(key, value);
      sample.add(start, 1);
    }
    return sample;
  }

  private Sample bulkLoad(RowStore store) throws Exception {
    Sample sample = RowBench.load(store, records.sorted(), records::value);
    long start = System.nanoTime();
    store.flush();
    sample.add(start, 0);
    return sample;
  }

  private void reads(Scratch scratch) throws Exception {
    try (RowStore sutra = SutraRows.open(scratch.fresh(), RowStore.Log.NONE);
        RowStore rocks = RocksRows.open(scratch.fresh(), RowStore.Log.NONE)) {
      for (RowStore store : new RowStore[] {sutra, rocks}) {
        RowBench.load(store, records.shuffled(), records::value);
        store.settle();
      }
      get("get, present", sutra, rocks, true);
      get("get, absent", sutra, rocks, false);
      Rounds scans = Rounds.run(settings.rounds(), () -> scanEach(sutra), () -> scanEach(rocks));
      report.addRate("scan of about 244 records", "records/s", scans);
      report.addPercentiles("scan of about 244 records", scans);
    }
  }

  private void get(String name, RowStore sutra, RowStore rocks, boolean present) throws Exception {
    Rounds rounds =
        Rounds.run(settings.rounds(), () -> getEach(sutra, present), () -> getEach(rocks, present));
    report.addRate(name, "records/s", rounds);
    report.addPercentiles(name, rounds);
  }

  private Sample getEach(RowStore store, boolean present) throws Exception {
    Random random = new Random(SEED);
    Sample sample = new Sample();
    int count = settings.sized(GETS);
    for (int i = 0; i < count; i++) {
      byte[] key =
          present ? records.shuffled()[random.nextInt(records.count())] : records.absentKey(random);
      long start = System.nanoTime();
      byte[] value = store.get(key);
      sample.add(start, 1);
      if (present != (value != null)) {
        throw new IllegalStateException("a record is " + (present ? "missing" : "unexpected"));
      }
    }
    return sample;
  }

  private Sample scanEach(RowStore store) throws Exception {
    Random random = new Random(SEED);
    Sample sample = new Sample();
    int count = settings.sized(SCANS);
    for (int i = 0; i < count; i++) {
      byte[] prefix = records.prefix(random);
      long start = System.nanoTime();
      int rows = store.scan(prefix);
      sample.add(start, rows);
    }
    return sample;
  }
}

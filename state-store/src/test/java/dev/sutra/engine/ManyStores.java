package dev.sutra.engine;

import dev.sutra.memory.MemoryBudget;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowKeys;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A process with many stores in a small heap: opens them, checks what a life before it has written,
 * writes more on two threads, and ends as if it was killed. {@link ManyStoresTest} starts it.
 */
final class ManyStores {
  static final int DIMENSION = 384;

  private static final int THREADS = 2;
  private static final int WORDS = 20_000;
  private static final int WORDS_OF_TEXT = 30;

  private final Path directory;
  private final int batch;
  private final boolean vectors;
  private final List<StorageEngine> engines = new ArrayList<>();

  private ManyStores(Path directory, int batch, boolean vectors) {
    this.directory = directory;
    this.batch = batch;
    this.vectors = vectors;
  }

  /**
   * Runs one life.
   *
   * @param args directory, number of stores, events of each store before and after this life, rows
   *     of a batch, whether concepts have vectors
   */
  public static void main(String[] args) throws Exception {
    int stores = Integer.parseInt(args[1]);
    int from = Integer.parseInt(args[2]);
    int to = Integer.parseInt(args[3]);
    ManyStores life =
        new ManyStores(Path.of(args[0]), Integer.parseInt(args[4]), Boolean.parseBoolean(args[5]));
    long start = System.nanoTime();
    life.open(stores, from);
    long opened = System.nanoTime();
    life.write(from, to);
    long written = System.nanoTime();
    long segments = 0;
    double amplification = 0;
    long flushes = 0;
    long stallMillis = 0;
    for (StorageEngine engine : life.engines) {
      EngineStats stats = engine.stats();
      require(stats.concepts() == to, stats.concepts() + " concepts of " + to);
      segments += stats.segments();
      flushes += stats.maintenance().flushes();
      amplification += stats.maintenance().writeAmplification() / stores;
      stallMillis += stats.maintenance().stallNanos() / 1_000_000;
    }
    System.out.printf(
        "opened in %d ms, wrote %d events in %d ms; %d segments, %d flushes, write amplification"
            + " %.1f, stalls %d ms, budget %d of %d MiB%n",
        (opened - start) / 1_000_000,
        (long) stores * (to - from),
        (written - opened) / 1_000_000,
        segments,
        flushes,
        amplification,
        stallMillis,
        MemoryBudget.ofProcess().usedBytes() >> 20,
        MemoryBudget.ofProcess().bytes() >> 20);
    System.out.flush();
    // As a kill does: the next life replays the logs.
    Runtime.getRuntime().halt(0);
  }

  private void open(int stores, int before) throws Exception {
    EngineOptions options = EngineOptions.underOuterLog(DIMENSION);
    if (Boolean.getBoolean("sutra.budget.unbounded")) {
      options = options.withMemoryBudget(MemoryBudget.ofBytes(Long.MAX_VALUE));
    }
    for (int i = 0; i < stores; i++) {
      StorageEngine engine = StorageEngine.open(directory.resolve("store-" + i), options);
      require(engine.stats().concepts() == before, "store " + i + " has " + engine.stats());
      engines.add(engine);
    }
  }

  private void write(int from, int to) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> done = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int first = thread;
        done.add(threads.submit(() -> write(first, from, to)));
      }
      for (Future<?> each : done) {
        each.get();
      }
    }
  }

  private void write(int firstStore, int from, int to) {
    Random random = new Random(31L * from + firstStore);
    int commitEach = Math.max(batch, (to - from) / 4);
    for (int event = from; event < to; event += batch) {
      int end = Math.min(to, event + batch);
      for (int store = firstStore; store < engines.size(); store += THREADS) {
        if (batch == 1) {
          engines.get(store).put(concept(event, random));
        } else {
          load(engines.get(store), event, end, random);
        }
        if (end == to || end / commitEach != event / commitEach) {
          engines.get(store).commit(ByteBuffer.allocate(4).putInt(end).array());
        }
      }
    }
  }

  /** As the restore of a store from its changelog does. */
  private void load(StorageEngine engine, int from, int to, Random random) {
    engine
        .loader()
        .add(
            sink -> {
              for (int i = from; i < to; i++) {
                Concept concept = concept(i, random);
                sink.put(RowKeys.concept(concept.id()), ConceptRow.encode(concept, null));
              }
            },
            () -> {});
  }

  private Concept concept(int number, Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < WORDS_OF_TEXT; i++) {
      // Few words are frequent, many are rare, as in natural texts.
      double share = random.nextDouble();
      text.append('w').append((int) (WORDS * share * share * share)).append(' ');
    }
    Concept.Builder concept = Concept.builder("concept-" + number).text(text.toString());
    if (vectors) {
      float[] vector = new float[DIMENSION];
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] = (float) random.nextGaussian();
      }
      concept.vector(vector);
    }
    return concept.build();
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalStateException(message);
    }
  }
}

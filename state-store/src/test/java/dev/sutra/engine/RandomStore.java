package dev.sutra.engine;

import dev.sutra.io.CrashStorage;
import dev.sutra.lsm.core.CodingLimits;
import dev.sutra.lsm.core.LogLimits;
import dev.sutra.lsm.core.TextLimits;
import dev.sutra.lsm.core.TreeLimits;
import dev.sutra.record.Concept;
import dev.sutra.record.RowBatch;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** A store that is kept in one of the ways of {@link OptionSets}, chosen at random. */
public final class RandomStore implements AutoCloseable {
  // With these, few vectors are coded and learned from, and memtables flushed early.
  private static final TreeLimits CODING =
      new TreeLimits(24, 48, 8, 50, 5_000, new CodingLimits(8, 16, 24))
          .withLog(new LogLimits(4_000, 1))
          .withTexts(new TextLimits(300, 2_000));

  private final EngineOptions options;
  private final TreeLimits limits;
  private final CrashStorage storage = new CrashStorage();
  private StorageEngine engine;

  /**
   * Opens an empty store.
   *
   * @param meaning stores of the same number have to give the same answers
   */
  public RandomStore(Random random, long meaning) throws IOException {
    List<EngineOptions> ways =
        OptionSets.withMeaning(Math.floorMod(meaning, OptionSets.meanings()));
    options = ways.get(random.nextInt(ways.size()));
    limits = random.nextInt(3) == 0 ? CODING : TreeLimits.DEFAULT;
    engine = StorageEngine.open(storage, options, limits);
  }

  public int dimension() {
    return options.dimension();
  }

  public void put(Concept concept) {
    engine.put(concept);
  }

  public void apply(RowBatch rows) {
    engine.apply(rows);
  }

  public Snapshot snapshot() {
    return engine.snapshot();
  }

  /** Flushes, compacts, learns codes, or closes and opens again: no answer may change. */
  public void move(Random random) throws IOException {
    switch (random.nextInt(4)) {
      case 0 -> engine.flush();
      case 1 -> engine.compact();
      case 2 -> train();
      default -> restart();
    }
  }

  private void train() {
    try {
      engine.trainQuantizer();
    } catch (IllegalStateException e) {
      if (!String.valueOf(e.getMessage()).contains("too few")) {
        throw e;
      }
    }
  }

  private void restart() throws IOException {
    if (options.outerLog()) {
      engine.commit(new byte[0]);
    }
    engine.close();
    engine = StorageEngine.open(storage, options, limits);
  }

  @Override
  public void close() {
    engine.close();
  }
}

package dev.sutra.engine;

import dev.sutra.engine.query.Detail;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.SimilarHits;
import dev.sutra.engine.query.SimilarQuery;
import dev.sutra.io.CorruptFileException;
import dev.sutra.lsm.read.TreeSnapshot;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the recall of approximate results: repeats a sample of queries exactly, in the
 * background. Runs one at a time and takes at most 1 % of one processor. Thread-safe.
 */
final class RecallProbe {
  private static final Logger LOG = LoggerFactory.getLogger(RecallProbe.class);

  /** One result in this many is verified. */
  private static final int SAMPLE = 64;

  /** The pause after a verification, as a multiple of its duration. */
  private static final int REST = 100;

  /** The number of recent samples over which recall is computed. */
  private static final int WINDOW = 256;

  /**
   * The measurements so far.
   *
   * @param probes results verified
   * @param hits hits of the exact results in the recent samples
   * @param found how many of these hits the approximate results contained
   */
  record Result(long probes, long hits, long found) {}

  private final AtomicLong answers = new AtomicLong();
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile long restUntil = System.nanoTime();
  // Guarded by this. A ring buffer.
  private final int[] hits = new int[WINDOW];
  private final int[] found = new int[WINDOW];
  private long probes;

  /** Considers a result for verification. The snapshot remains owned by the caller. */
  void answered(TreeSnapshot pinned, SimilarQuery query, SimilarHits answer) {
    if (answer.exact()
        || answers.getAndIncrement() % SAMPLE != 0
        || System.nanoTime() - restUntil < 0
        || !busy.compareAndSet(false, true)) {
      return;
    }
    pinned.later(same -> probe(same, query, answer));
  }

  private void probe(TreeSnapshot pinned, SimilarQuery query, SimilarHits answer) {
    long start = System.nanoTime();
    try {
      SimilarQuery exact =
          new SimilarQuery(
              query.vector(),
              query.limit(),
              query.minScore(),
              true,
              query.excludedId(),
              query.targetRecall(),
              query.filter(),
              Detail.TEXT);
      record(SimilarReader.read(pinned, exact).items(), answer.items());
    } catch (CorruptFileException e) {
      LOG.warn("recall probe failed: {}", e.getMessage());
    } finally {
      long end = System.nanoTime();
      restUntil = end + REST * (end - start);
      busy.set(false);
    }
  }

  /** Hits with equal scores are interchangeable. */
  private synchronized void record(List<Hit> exact, List<Hit> approximate) {
    int at = (int) (probes % WINDOW);
    hits[at] = exact.size();
    found[at] = 0;
    if (!exact.isEmpty()) {
      float last = exact.getLast().score();
      found[at] = (int) approximate.stream().filter(hit -> hit.score() >= last).count();
    }
    probes++;
  }

  synchronized Result result() {
    long allHits = 0;
    long allFound = 0;
    for (int i = 0; i < WINDOW; i++) {
      allHits += hits[i];
      allFound += found[i];
    }
    return new Result(probes, allHits, allFound);
  }
}

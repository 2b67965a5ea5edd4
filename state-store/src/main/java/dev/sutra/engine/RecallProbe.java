package dev.sutra.engine;

import dev.sutra.io.CorruptFileException;
import dev.sutra.lsm.read.TreeSnapshot;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a sample of approximate answers again exactly, in the background, to tell the recall that
 * users get. One at a time, and at most a hundredth of the time of one processor. Thread-safe.
 */
final class RecallProbe {
  private static final Logger LOG = LoggerFactory.getLogger(RecallProbe.class);

  /** One answer of so many is found again. */
  private static final int SAMPLE = 64;

  /** For so many times as long as the last one took, there is no other. */
  private static final int REST = 100;

  /** Of so many answers the recall is told. */
  private static final int WINDOW = 256;

  /**
   * What was found so far.
   *
   * @param probes answers that were found again
   * @param hits those of the exact answers, over the last ones
   * @param found how many of these the approximate answers had
   */
  record Result(long probes, long hits, long found) {}

  private final AtomicLong answers = new AtomicLong();
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile long restUntil = System.nanoTime();
  // Guarded by this; entries are overwritten in turn.
  private final int[] hits = new int[WINDOW];
  private final int[] found = new int[WINDOW];
  private long probes;

  /** Takes note of an answer as of a snapshot, which stays the caller's. */
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
              query.filter());
      record(SimilarReader.read(pinned, exact).items(), answer.items());
    } catch (CorruptFileException e) {
      LOG.warn("an answer cannot be found again exactly: {}", e.getMessage());
    } finally {
      long end = System.nanoTime();
      restUntil = end + REST * (end - start);
      busy.set(false);
    }
  }

  /** Hits of one score are equally good. */
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

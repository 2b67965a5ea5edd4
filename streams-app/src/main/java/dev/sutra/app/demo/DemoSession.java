package dev.sutra.app.demo;

import dev.sutra.app.api.Answer;
import dev.sutra.app.api.PartitionStats;
import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.api.ServiceException;
import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.cli.ExitCodes;
import dev.sutra.app.message.Causes;
import dev.sutra.app.server.Ending;
import dev.sutra.app.server.SutraApp;
import dev.sutra.app.wordnet.WordNetEvents;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Waits for the app, loads WordNet, and shows sample queries as soon as possible. */
final class DemoSession {
  private static final long POLL_MS = 200;
  private static final int CONCEPTS_TO_SHOW = 200;

  private final SutraApp app;
  private final PrintWriter out;
  private final DemoQueries queries;
  private boolean shown;

  DemoSession(SutraApp app, PrintWriter out, String url) {
    this.app = app;
    this.out = out;
    this.queries = new DemoQueries(app.service(), url);
  }

  /** Waits until the app is ready. */
  void awaitReady() throws CommandFailure, InterruptedException {
    while (app.service().notReadyReason() != null) {
      checkRunning();
      Thread.sleep(POLL_MS);
    }
  }

  /**
   * Loads the remaining events and waits until they are applied, showing progress and the sample
   * queries.
   */
  void load(WordNetLoader loader, WordNetEvents events, int synsets)
      throws CommandFailure, InterruptedException {
    long total = Math.max(events.count(synsets), loader.done());
    AtomicLong sent = new AtomicLong(loader.done());
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Thread sender =
        Thread.ofPlatform()
            .name("sutra-wordnet")
            .daemon()
            .start(
                () -> {
                  try {
                    loader.load(events, synsets, sent::set);
                  } catch (RuntimeException e) {
                    failure.set(e);
                  }
                });
    try (LoadProgress progress = new LoadProgress(out, sent.get(), total)) {
      boolean done = false;
      while (!done) {
        Thread.sleep(POLL_MS);
        checkRunning();
        Throwable failed = failure.get();
        if (failed != null) {
          throw new CommandFailure(
              ExitCodes.REFUSED, "WordNet cannot be sent: " + Causes.of(failed));
        }
        done = look(sent.get(), total, synsets, progress);
      }
    } finally {
      sender.interrupt();
      sender.join();
    }
    out.println("WordNet: " + total + " events of " + synsets + " synsets are loaded.");
    out.flush();
  }

  private boolean look(long sent, long total, int synsets, LoadProgress progress) {
    Answer<PartitionStats> stats;
    try {
      stats = app.service().stats(ReadOptions.DEFAULT);
    } catch (ServiceException e) {
      // During a rebalance; retried.
      return false;
    }
    long concepts = stats.items().stream().mapToLong(each -> each.stats().concepts()).sum();
    Long lag = stats.source().lag();
    if (lag == null) {
      return false;
    }
    progress.show(sent, lag);
    boolean done = sent >= total && lag == 0 && concepts >= synsets;
    if (!shown && (done || concepts >= CONCEPTS_TO_SHOW)) {
      queries.show(out);
      shown = true;
    }
    return done;
  }

  private void checkRunning() throws CommandFailure {
    Ending ending = app.ending();
    if (ending != null) {
      throw CommandFailure.stopped(ending.byConfiguration(), ending.reason());
    }
  }
}

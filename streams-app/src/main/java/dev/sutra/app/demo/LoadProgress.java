package dev.sutra.app.demo;

import dev.sutra.app.cli.Terminal;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of loading: a bar on a terminal, otherwise a line every five seconds. Counts
 * events that the stream has applied.
 */
final class LoadProgress implements AutoCloseable {
  private static final long LINE_NANOS = 5_000_000_000L;

  private final PrintWriter out;
  private final long total;
  private final long startEvents;
  private final long startNanos = System.nanoTime();
  private final @Nullable ProgressBar bar;
  private long lastLine = startNanos;

  LoadProgress(PrintWriter out, long start, long total) {
    this.out = out;
    this.total = total;
    this.startEvents = start;
    this.bar = Terminal.isPresent() ? bar(start, total) : null;
  }

  private static ProgressBar bar(long start, long total) {
    return new ProgressBarBuilder()
        .setTaskName("WordNet")
        .setInitialMax(total)
        .startsFrom(start, Duration.ZERO)
        .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
        .setUnit(" events", 1)
        .setUpdateIntervalMillis(250)
        .showSpeed()
        .build();
  }

  /**
   * Shows the state.
   *
   * @param sent events in the topic
   * @param lag of these not yet applied
   */
  void show(long sent, long lag) {
    long applied = Math.max(startEvents, sent - lag);
    if (bar != null) {
      bar.stepTo(applied);
      bar.setExtraMessage(" lag " + lag);
      return;
    }
    long now = System.nanoTime();
    if (now - lastLine >= LINE_NANOS || applied == total) {
      lastLine = now;
      double seconds = (now - startNanos) / 1e9;
      double rate = (applied - startEvents) / Math.max(seconds, 1e-3);
      long left = rate > 0 ? Math.round((total - applied) / rate) : 0;
      out.printf(
          Locale.ROOT,
          "WordNet: %d of %d events, %.0f/s, lag %d, about %d s left%n",
          applied,
          total,
          rate,
          lag,
          left);
      out.flush();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}

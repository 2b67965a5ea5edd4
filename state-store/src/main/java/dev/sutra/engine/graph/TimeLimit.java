package dev.sutra.engine.graph;

import java.time.Duration;

/**
 * Until when a question may take.
 *
 * @param bounded whether there is a limit
 * @param nanos the moment, of {@link System#nanoTime}
 */
public record TimeLimit(boolean bounded, long nanos) {
  /** No limit. */
  public static final TimeLimit NONE = new TimeLimit(false, 0);

  /** A duration from now. */
  public static TimeLimit in(Duration duration) {
    return new TimeLimit(true, System.nanoTime() + duration.toNanos());
  }

  boolean isOver() {
    return bounded && System.nanoTime() - nanos >= 0;
  }
}

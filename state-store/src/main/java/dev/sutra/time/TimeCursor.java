package dev.sutra.time;

/**
 * Steps through documents in the order of their times. Stands before the first one at the start.
 * For one thread; valid as long as its source.
 */
public interface TimeCursor {
  /** Moves to the next entry; false if there is none. */
  boolean next();

  /** Time of the entry, ms; only after {@link #next} was true. */
  long time();

  /** Document of the entry; only after {@link #next} was true. */
  int document();
}

package dev.sutra.time;

/**
 * Iterates over documents in the order of their times, starting before the first. Not thread-safe;
 * valid as long as its source.
 */
public interface TimeCursor {
  /** Moves to the next entry; false if there is none. */
  boolean next();

  /** Time of the entry, ms; valid after {@link #next} returned true. */
  long time();

  /** Document of the entry; valid after {@link #next} returned true. */
  int document();
}

package dev.sutra.text.score;

/** A deterministic automaton over the bytes of terms. Thread-safe. */
public interface TermFilter {
  /** The state from which no term is accepted. */
  long DEAD = -1;

  /** The state before the first byte. */
  long start();

  /**
   * The state after another byte, or {@link #DEAD}.
   *
   * @param value 0 to 255
   */
  long step(long state, int value);

  /** Whether a term that ends in this state is accepted. */
  boolean accepts(long state);
}

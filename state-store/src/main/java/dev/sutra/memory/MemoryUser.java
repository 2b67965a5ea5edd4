package dev.sutra.memory;

/**
 * The owner of a {@link MemoryAccount}. Both calls come from any thread, which may hold locks of
 * another owner: they must return at once, and do their work on another thread.
 */
public interface MemoryUser {
  /**
   * Seals what is active and flushes it, unless that is not possible. The owner calls {@link
   * MemoryAccount#answered} when it is sealed, or will not be.
   */
  void makeRoom();

  /** There is room again: lets writers that wait look again. */
  void roomIsBack();
}

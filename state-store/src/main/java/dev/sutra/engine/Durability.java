package dev.sutra.engine;

/** The durability of a transaction when its call returns. */
public enum Durability {
  /**
   * It is visible, but only in a buffer of the process. For stores with an outer log that is
   * replayed from the last {@link StorageEngine#commit}.
   */
  NONE,
  /** It has been written to the operating system and survives a crash of the process. */
  PROCESS,
  /**
   * It has been forced to disk and survives a power failure. It becomes visible only then.
   * Concurrent writers share a force.
   */
  SYNC
}

package dev.sutra.engine;

/** What has happened to a transaction when its call returns. */
public enum Durability {
  /**
   * It is visible; it is in a buffer of the process. For a store whose truth is an outer log, which
   * is replayed from the last {@link StorageEngine#commit}.
   */
  NONE,
  /** It is handed to the operating system: it survives the death of the process. */
  PROCESS,
  /**
   * It is forced to the disk: it survives a power cut. Nobody has seen it before. Writers that come
   * together share a force.
   */
  SYNC
}

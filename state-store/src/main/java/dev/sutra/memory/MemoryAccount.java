package dev.sutra.memory;

import org.jspecify.annotations.Nullable;

/**
 * What one store holds of a {@link MemoryBudget}. Thread-safe; the numbers are set by one thread at
 * a time.
 */
public interface MemoryAccount extends AutoCloseable {
  /**
   * Sets who can make room; null: nobody, because the store opens or closes. An open request to
   * make room is forgotten.
   */
  void ownedBy(@Nullable MemoryUser newUser);

  /** Sets the bytes of the active memtable, after each write. */
  void use(long activeBytes);

  /**
   * Sets all bytes, after a memtable was sealed or flushed.
   *
   * @param activeBytes of the active memtable
   * @param sealedBytes of memtables that wait for their flush
   * @param retainedBytes of flushed memtables that the committed state still needs
   */
  void use(long activeBytes, long sealedBytes, long retainedBytes);

  /**
   * Sets the bytes of the buffers of a bulk load.
   *
   * @param fillingBytes of the buffer that is filled
   * @param handedOverBytes of buffers that are being written
   */
  void load(long fillingBytes, long handedOverBytes);

  /** Sets the bytes of the memtable that a replay of the log fills. */
  void replay(long bytes);

  /** Notes that the user has sealed what was active, or will not. It may be asked again. */
  void answered();

  /**
   * Whether the budget is used up, and this store holds enough that a flush of its own makes room.
   * If so, {@link MemoryUser#roomIsBack} is called once there is room.
   */
  boolean mustWait();

  /** 0 while there is room, and 1 when the budget is used up. */
  double pressure();

  /** Gives everything back. Idempotent. */
  @Override
  void close();
}

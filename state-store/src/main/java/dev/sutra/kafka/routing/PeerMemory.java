package dev.sutra.kafka.routing;

import java.time.Duration;

/** Bounds what queries between instances hold in memory. Thread-safe. */
public interface PeerMemory {
  /** No bound. */
  PeerMemory UNBOUNDED =
      new PeerMemory() {
        @Override
        public boolean take(long bytes, Duration patience) {
          return true;
        }

        @Override
        public void give(long bytes) {
          // Nothing was counted.
        }
      };

  /**
   * Takes bytes, and waits for them if necessary. More than there are in all are taken as all.
   *
   * @return whether they were taken in time
   */
  boolean take(long bytes, Duration patience) throws InterruptedException;

  /** Returns the bytes of one successful call of {@link #take}. */
  void give(long bytes);
}

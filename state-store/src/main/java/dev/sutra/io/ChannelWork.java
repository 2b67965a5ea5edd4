package dev.sutra.io;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/** An operation that opens a channel of its own, so that it can be repeated. */
@FunctionalInterface
interface ChannelWork<T> {
  T run() throws IOException;

  /**
   * Runs the operation, and repeats it if an interrupt closed its channel. The thread's interrupt
   * status is restored afterwards: the interrupt reaches its addressee, and the store keeps
   * working.
   */
  static <T> T uninterrupted(ChannelWork<T> work) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return work.run();
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

package dev.sutra.app.server;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** The threads of Kafka Streams in this process. */
final class StreamThreads {
  private StreamThreads() {}

  /**
   * Waits until none runs. A stream that lost its broker or a topic may take longer to stop than
   * its close waits, and has its stores open until then.
   */
  static void awaitNone() {
    await("streams have ended")
        .atMost(Duration.ofMinutes(3))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().contains("-StreamThread-")));
  }
}

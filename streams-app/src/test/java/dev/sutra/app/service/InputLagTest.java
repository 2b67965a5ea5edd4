package dev.sutra.app.service;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class InputLagTest {
  private static final TopicPartition EVENTS_0 = new TopicPartition("events", 0);
  private static final TopicPartition EVENTS_1 = new TopicPartition("events", 1);
  private static final TopicPartition MIRROR_0 = new TopicPartition("mirror", 0);

  @Test
  void topicsOfOnePartitionNumberCountTogether() {
    assertEquals(
        Map.of(0, 7L, 1, 2L),
        InputLag.behind(
            Map.of(EVENTS_0, 10L, MIRROR_0, 3L, EVENTS_1, 0L),
            Map.of(EVENTS_0, 15L, MIRROR_0, 5L, EVENTS_1, 2L)));
  }

  @Test
  void withoutCommitEverythingIsBehind() {
    assertEquals(Map.of(1, 9L), InputLag.behind(Map.of(), Map.of(EVENTS_1, 9L)));
  }

  /** Else an instance that ends while its broker is away would be killed before it has ended. */
  @Test
  void closingDoesNotWaitForABrokerThatIsSilent() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Map<String, Object> client =
          Map.of(
              "bootstrap.servers",
              "127.0.0.1:" + silent.getLocalPort(),
              "request.timeout.ms",
              300_000,
              "default.api.timeout.ms",
              300_000);
      InputLag lag = new InputLag(client, "group", List.of(EVENTS_0));
      await().until(InputLagTest::anAnswerIsAwaited);
      Thread closing = Thread.ofPlatform().daemon().start(lag::close);
      await().atMost(Duration.ofSeconds(30)).until(() -> !closing.isAlive());
    }
  }

  private static boolean anAnswerIsAwaited() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(each -> each.getKey().getState() == Thread.State.WAITING)
        .flatMap(each -> Arrays.stream(each.getValue()))
        .anyMatch(frame -> frame.getClassName().equals(InputLag.class.getName()));
  }

  @Test
  void anInputThatEndsBeforeItsCommitIsNotBehind() {
    // A topic that was deleted and made anew.
    assertEquals(
        Map.of(0, 4L),
        InputLag.behind(Map.of(EVENTS_0, 100L, MIRROR_0, 1L), Map.of(EVENTS_0, 3L, MIRROR_0, 5L)));
  }
}

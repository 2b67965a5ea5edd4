package dev.sutra.app.server;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.app.service.InstanceState;
import dev.sutra.io.CorruptFileException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StreamsFailuresTest {
  private final List<Ending> endings = new ArrayList<>();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final RetryPolicy policy = new RetryPolicy();
  private @Nullable String diagnosis;
  private final StreamsFailures failures =
      new StreamsFailures(new InstanceState(), endings::add, () -> diagnosis, metrics, policy);

  static Stream<Arguments> failuresForGood() {
    return Stream.of(
        Arguments.of(new ProcessorStateException("no access to x"), "no access to x"),
        Arguments.of(
            new StreamsException(
                new ProcessorStateException("task 1", new ProcessorStateException("row a"))),
            "row a"),
        Arguments.of(
            new StreamsException(new CorruptFileException("a.segment", 7, "bad checksum")),
            "a.segment is damaged at offset 7: bad checksum"),
        Arguments.of(new OutOfMemoryError("heap"), "java.lang.OutOfMemoryError: heap"),
        Arguments.of(
            new StreamsException(new RuntimeException(new StackOverflowError())),
            "java.lang.StackOverflowError"));
  }

  @ParameterizedTest
  @MethodSource("failuresForGood")
  void aFailureOfTheStoreEndsTheInstanceWithItsReason(Throwable failure, String reason) {
    assertEquals(SHUTDOWN_CLIENT, failures.handle(failure));
    assertEquals(List.of(new Ending(false, "the store failed: " + reason)), endings);
    assertEquals(1, counted("store"));
  }

  @Test
  void aFailureOfTheConfigurationEndsTheInstanceAsSuch() {
    Throwable failure = new StreamsException(new AuthenticationException("who are you?"));
    assertEquals(SHUTDOWN_CLIENT, failures.handle(failure));
    assertEquals(List.of(new Ending(true, "the stream cannot run: who are you?")), endings);
  }

  @Test
  void aProblemOfTheTopicsIsReportedForAnyFailure() {
    diagnosis = "topic a has 6 partitions";
    assertEquals(SHUTDOWN_CLIENT, failures.handle(new StreamsException("no assignment")));
    assertEquals(List.of(new Ending(true, "topic a has 6 partitions")), endings);
  }

  @Test
  void whatMayPassIsTriedAgainForEver() {
    failures.close();
    for (int i = 0; i < 2 * StreamsFailures.ATTEMPTS_MAX; i++) {
      assertEquals(
          REPLACE_THREAD, failures.handle(new StreamsException(new TimeoutException("later"))));
    }
    assertTrue(endings.isEmpty());
    assertEquals(2 * StreamsFailures.ATTEMPTS_MAX, counted("passing"));
  }

  @Test
  void whatNobodyKnowsEndsTheInstanceAfterManyAttemptsInARow() {
    long then = System.nanoTime() - Duration.ofMinutes(4).toNanos();
    for (int i = 0; i < StreamsFailures.ATTEMPTS_MAX; i++) {
      then += policy.failed(0, then).pause().toNanos();
    }
    assertEquals(SHUTDOWN_CLIENT, failures.handle(new StreamsException("who knows")));
    assertEquals(
        List.of(new Ending(false, "the stream failed 11 consecutive times: who knows")), endings);
  }

  @Test
  void failuresOfOtherThreadsInOnePauseAreOneAttempt() {
    failures.close();
    for (int i = 0; i < 2 * StreamsFailures.ATTEMPTS_MAX; i++) {
      assertEquals(REPLACE_THREAD, failures.handle(new StreamsException("who knows")));
    }
    assertTrue(endings.isEmpty());
    assertEquals(1, metrics.get("sutra.stream.failures.in.a.row").gauge().value());
  }

  private double counted(String kind) {
    return metrics.get("sutra.stream.failures").tag("kind", kind).counter().count();
  }
}

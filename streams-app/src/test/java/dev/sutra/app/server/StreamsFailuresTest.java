package dev.sutra.app.server;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sutra.io.CorruptFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StreamsFailuresTest {
  private final List<String> stopped = new ArrayList<>();
  private final StreamsFailures failures = new StreamsFailures(stopped::add);

  static Stream<Throwable> failuresForGood() {
    return Stream.of(
        new ProcessorStateException("the store failed"),
        new StreamsException(new ProcessorStateException("the store failed")),
        new StreamsException(new CorruptFileException("a.segment", 7, "bad checksum")),
        new OutOfMemoryError("heap"),
        new StreamsException(new RuntimeException(new StackOverflowError())));
  }

  @ParameterizedTest
  @MethodSource("failuresForGood")
  void aFailureOfTheStoreStopsTheStreamAndSaysSo(Throwable failure) {
    assertEquals(SHUTDOWN_CLIENT, failures.handle(failure));
    assertEquals(List.of("the store failed; the log says why"), stopped);
  }

  @Test
  void anotherFailureReplacesTheThread() {
    assertEquals(REPLACE_THREAD, failures.handle(new StreamsException("broker away")));
    assertEquals(
        REPLACE_THREAD, failures.handle(new StreamsException(new TimeoutException("later"))));
    assertTrue(stopped.isEmpty());
  }
}

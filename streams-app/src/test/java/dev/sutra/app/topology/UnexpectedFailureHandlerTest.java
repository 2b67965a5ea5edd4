package dev.sutra.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler.Response;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler.Result;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnexpectedFailureHandlerTest {
  static Stream<Exception> failuresOfTheMachine() {
    return Stream.of(
        new KafkaException("fenced"),
        new ProcessorStateException("the store failed"),
        new UncheckedIOException(new IOException("no space left")),
        new IllegalStateException("the store takes no more writes"));
  }

  @ParameterizedTest
  @MethodSource("failuresOfTheMachine")
  void aFailureForWhichNoEventIsToBlameStopsTheStream(Exception failure) {
    Response response = handle(failure);
    assertEquals(Result.FAIL, response.result());
    assertEquals(List.of(), response.deadLetterQueueRecords());
  }

  @Test
  void anEventThatTripsADefectGoesToTheDeadLetters() {
    Response response = handle(new ArithmeticException("/ by zero"));
    assertEquals(Result.RESUME, response.result());
    ProducerRecord<byte[], byte[]> letter = response.deadLetterQueueRecords().getFirst();
    assertEquals("letters", letter.topic());
    assertArrayEquals(new byte[] {1}, letter.key());
    assertArrayEquals(new byte[] {2, 3}, letter.value());
    assertEquals("events", header(letter, DeadLetter.TOPIC));
    assertEquals("3", header(letter, DeadLetter.PARTITION));
    assertEquals("41", header(letter, DeadLetter.OFFSET));
  }

  private static Response handle(Exception failure) {
    UnexpectedFailureHandler handler = new UnexpectedFailureHandler();
    handler.configure(Map.of(UnexpectedFailureHandler.TOPIC_CONFIG, "letters"));
    return handler.handleError(new FixedContext(), new Record<>("key", "value", 0), failure);
  }

  private static String header(ProducerRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), UTF_8);
  }

  /** The record at offset 41 of partition 3. */
  private record FixedContext() implements ErrorHandlerContext {
    @Override
    public String topic() {
      return "events";
    }

    @Override
    public int partition() {
      return 3;
    }

    @Override
    public long offset() {
      return 41;
    }

    @Override
    public Headers headers() {
      return new ProducerRecord<>("any", "").headers();
    }

    @Override
    public String processorNodeId() {
      return "concepts";
    }

    @Override
    public TaskId taskId() {
      return new TaskId(0, 3);
    }

    @Override
    public long timestamp() {
      return 0;
    }

    @Override
    public byte[] sourceRawKey() {
      return new byte[] {1};
    }

    @Override
    public byte[] sourceRawValue() {
      return new byte[] {2, 3};
    }
  }
}

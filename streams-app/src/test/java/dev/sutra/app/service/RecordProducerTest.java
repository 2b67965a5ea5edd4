package dev.sutra.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.sutra.app.api.ServiceException;
import dev.sutra.schemas.SchemaRegistryUnavailableException;
import java.io.IOException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a write that fails tells its sender. */
class RecordProducerTest {
  @Test
  void aRegistryThatIsAwayIsNotCalledABroker() {
    assertUnavailable(
        "the schema registry is unavailable",
        new SchemaRegistryUnavailableException("away", new IOException("refused")));
  }

  @Test
  void anEventThatIsTooLargeIsTheSendersFault() {
    RuntimeException failure = RecordProducer.failed(new RecordTooLargeException("2 MB"));
    assertInstanceOf(IllegalArgumentException.class, failure);
    assertEquals("the record is larger than the topic allows", failure.getMessage());
  }

  @Test
  void anEventThatCannotBeWrittenIsTheSendersFault() {
    RuntimeException failure = RecordProducer.failed(new SerializationException("bad text"));
    assertInstanceOf(IllegalArgumentException.class, failure);
    assertEquals("bad text", failure.getMessage());
  }

  @Test
  void anythingElseIsTheBrokers() {
    assertUnavailable("the broker is unavailable", new TimeoutException("no answer"));
    assertUnavailable("the broker is unavailable", null);
  }

  private static void assertUnavailable(String reason, @Nullable Throwable cause) {
    RuntimeException failure = RecordProducer.failed(cause);
    assertInstanceOf(ServiceException.class, failure);
    assertEquals(reason, failure.getMessage());
  }
}

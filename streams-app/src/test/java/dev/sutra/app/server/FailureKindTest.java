package dev.sutra.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sutra.io.CorruptFileException;
import dev.sutra.schemas.SchemaRegistryUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.TopologyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailureKindTest {
  static Stream<Exception> ofTheConfiguration() {
    return Stream.of(
        new TopicAuthorizationException("events"),
        new TransactionalIdAuthorizationException("no right to write"),
        new SaslAuthenticationException("bad password"),
        new FencedInstanceIdException("another instance has this name"),
        new InvalidTopicException("a/b"),
        new RecordTooLargeException("larger than the topic took at the start"),
        new InvalidTimestampException("out of what the topic takes"),
        new UnsupportedVersionException("the broker is too old"),
        new MissingSourceTopicException("events"),
        new TopologyException("no such store"));
  }

  static Stream<Exception> thatMayPass() {
    return Stream.of(
        new TimeoutException("later"),
        new NotLeaderOrFollowerException("elsewhere"),
        new ProducerFencedException("a newer one is there"),
        new SchemaRegistryUnavailableException("away", new IOException("refused")),
        new ProcessorStateException(
            "cannot write", new UncheckedIOException(new IOException("No space left on device"))));
  }

  @ParameterizedTest
  @MethodSource("ofTheConfiguration")
  void aSettingIsAtFault(Exception cause) {
    assertKind(FailureKind.CONFIGURATION, cause);
  }

  @ParameterizedTest
  @MethodSource("thatMayPass")
  void somethingIsAway(Exception cause) {
    assertKind(FailureKind.PASSING, cause);
  }

  @Test
  void damageOfTheStoreDoesNotPass() {
    assertKind(FailureKind.STORE, new CorruptFileException("a.log", 1, "bad"));
    assertKind(
        FailureKind.STORE,
        new ProcessorStateException("cannot", new UncheckedIOException(new IOException("EIO"))));
  }

  @Test
  void nobodyKnowsTheRest() {
    assertKind(FailureKind.UNKNOWN, new IllegalStateException("a defect"));
    assertEquals(
        "a defect",
        FailureKind.UNKNOWN.reason(new StreamsException(new IllegalStateException("a defect"))));
  }

  private static void assertKind(FailureKind kind, Exception cause) {
    assertEquals(kind, FailureKind.of(cause));
    assertEquals(kind, FailureKind.of(new StreamsException("task 0_1 failed", cause)));
  }
}

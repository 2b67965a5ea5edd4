package dev.sutra.app.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.EventSerdes;
import dev.sutra.schemas.SchemaRegistryUnavailableException;
import dev.sutra.schemas.avro.ConceptEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event that cannot be read for now is not a bad one. */
class RegistryAwayTest {
  @TempDir Path directory;
  private int failuresLeft;
  private int asked;

  @Test
  void anEventWaitsForTheRegistryAndIsAppliedThen() {
    failuresLeft = 2;
    try (TopologyHarness stream = harness(Duration.ofMinutes(1))) {
      stream.send(ConceptEvents.upsert("dog").text("a dog").build());
      assertNotNull(stream.store().get("dog"));
      assertEquals(3, asked);
      assertEquals(List.of(), stream.letters());
      assertEquals(1, stream.applied());
    }
  }

  @Test
  void aRegistryThatStaysAwayStopsTheStreamAndNoEventIsSetAside() {
    failuresLeft = Integer.MAX_VALUE;
    try (TopologyHarness stream = harness(Duration.ofMillis(1))) {
      assertThrows(
          StreamsException.class,
          () -> stream.send(ConceptEvents.upsert("dog").text("a dog").build()));
      assertEquals(List.of(), stream.letters());
      assertEquals(0, stream.deadLetters());
    }
  }

  private TopologyHarness harness(Duration patience) {
    return new TopologyHarness(directory, null, this::flaky, patience);
  }

  private Deserializer<ConceptEvent> flaky() {
    Deserializer<ConceptEvent> real =
        EventSerdes.create(Map.of("schema.registry.url", "mock://topology")).deserializer();
    return (topic, data) -> {
      asked++;
      if (failuresLeft > 0) {
        failuresLeft--;
        throw new SchemaRegistryUnavailableException("away", new IOException("refused"));
      }
      return real.deserialize(topic, data);
    };
  }
}

package dev.sutra.app.topology;

import dev.sutra.schemas.SchemaRegistryUnavailableException;
import dev.sutra.schemas.avro.ConceptEvent;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deserializes events, and waits while the schema registry is unavailable: an event that cannot be
 * read yet is not invalid. Not thread-safe.
 */
final class EventReader {
  private static final Logger LOG = LoggerFactory.getLogger(EventReader.class);
  private static final long PAUSE_MS_MIN = 200;
  private static final long PAUSE_MS_MAX = 5_000;

  private final Supplier<Deserializer<ConceptEvent>> deserializers;
  private final Duration patience;
  private @Nullable Deserializer<ConceptEvent> deserializer;

  /**
   * Creates a reader.
   *
   * @param deserializers creates the deserializer, at the first event
   * @param patience how long one event waits for the registry; below the consumer's {@code
   *     max.poll.interval.ms}
   */
  EventReader(Supplier<Deserializer<ConceptEvent>> deserializers, Duration patience) {
    this.deserializers = deserializers;
    this.patience = patience;
  }

  /**
   * Reads an event; null for a null value.
   *
   * @throws org.apache.kafka.common.errors.SerializationException if the bytes are not an event
   * @throws SchemaRegistryUnavailableException if the registry is unavailable for too long
   */
  @Nullable ConceptEvent read(String topic, Headers headers, byte @Nullable [] value) {
    long giveUp = System.nanoTime() + patience.toNanos();
    long pauseMs = PAUSE_MS_MIN;
    while (true) {
      try {
        return deserializer().deserialize(topic, headers, value);
      } catch (SchemaRegistryUnavailableException e) {
        if (System.nanoTime() > giveUp) {
          throw e;
        }
        LOG.warn("waiting for the schema registry: {}", e.getMessage());
        pause(pauseMs, e);
        pauseMs = Math.min(PAUSE_MS_MAX, 2 * pauseMs);
      }
    }
  }

  private Deserializer<ConceptEvent> deserializer() {
    Deserializer<ConceptEvent> made = deserializer;
    if (made == null) {
      made = deserializers.get();
      deserializer = made;
    }
    return made;
  }

  void close() {
    if (deserializer != null) {
      deserializer.close();
    }
  }

  private static void pause(long ms, SchemaRegistryUnavailableException cause) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cause;
    }
  }
}

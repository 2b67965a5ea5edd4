package dev.sutra.schemas;

import dev.sutra.schemas.registry.SchemaRegistryClient;
import dev.sutra.schemas.registry.SchemaRegistryClients;
import dev.sutra.schemas.registry.SchemaRegistryException;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * The registry client of a serde, passed in or created from settings. Converts the client's errors
 * to Kafka's; an error that a retry cannot fix becomes a {@link SerializationException}.
 */
final class RegistryHandle {
  private final boolean given;
  private @Nullable SchemaRegistryClient client;

  RegistryHandle(@Nullable SchemaRegistryClient given) {
    this.given = given != null;
    this.client = given;
  }

  void configure(Map<String, ?> configs) {
    if (!given) {
      close();
      client = SchemaRegistryClients.create(configs);
    }
  }

  <T> T ask(Function<SchemaRegistryClient, T> question) {
    SchemaRegistryClient registry = client;
    if (registry == null) {
      throw new IllegalStateException("the serde is not configured, or closed");
    }
    try {
      return question.apply(registry);
    } catch (SchemaRegistryException e) {
      if (e.retriable()) {
        throw new SchemaRegistryUnavailableException(e.getMessage(), e);
      }
      throw new SerializationException(e.getMessage(), e);
    }
  }

  void close() {
    if (!given && client != null) {
      client.close();
      client = null;
    }
  }
}

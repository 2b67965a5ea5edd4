package dev.sutra.kafka.standing;

import dev.sutra.standing.StandingQuery;
import dev.sutra.standing.StandingQueryFormat;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Standing queries as the values of their topic; see {@link StandingQueryFormat}. Thread-safe. */
public final class StandingQuerySerde implements Serde<StandingQuery> {
  public StandingQuerySerde() {}

  // A tombstone has no value.
  @SuppressWarnings("NullAway")
  @Override
  public Serializer<StandingQuery> serializer() {
    return (topic, query) -> query == null ? null : StandingQueryFormat.encode(query);
  }

  @SuppressWarnings("NullAway")
  @Override
  public Deserializer<StandingQuery> deserializer() {
    return (topic, bytes) -> decode(bytes);
  }

  private static @Nullable StandingQuery decode(byte @Nullable [] bytes) {
    try {
      return bytes == null ? null : StandingQueryFormat.decode(bytes);
    } catch (IllegalArgumentException e) {
      throw new SerializationException(e.getMessage(), e);
    }
  }
}

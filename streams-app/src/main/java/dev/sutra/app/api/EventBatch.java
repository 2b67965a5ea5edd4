package dev.sutra.app.api;

import dev.sutra.schemas.avro.ConceptEvent;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends many events to the topic, in their order. Not thread-safe. */
public interface EventBatch {
  /**
   * Sends events and waits for the broker. As {@link ConceptService#write}, but an event that is
   * refused does not keep the others from being sent.
   *
   * @return for each event why it was refused, in one sentence; null: the broker has it
   * @throws ServiceException if the broker or the registry is unavailable; the events before may
   *     have been sent, and events can be sent again
   */
  List<@Nullable String> send(List<ConceptEvent> events, Duration timeout);

  /** A token for {@link ReadOptions#minPosition} of all that was sent; null: nothing was. */
  @Nullable String position();
}

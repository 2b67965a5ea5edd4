package dev.sutra.app.rest;

import dev.sutra.app.api.ConceptService;
import dev.sutra.app.api.EventBatch;
import dev.sutra.schemas.avro.ConceptEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes events one by one. */
final class FakeEventBatch implements EventBatch {
  private final ConceptService service;
  private @Nullable String position;

  FakeEventBatch(ConceptService service) {
    this.service = service;
  }

  @Override
  public List<@Nullable String> send(List<ConceptEvent> events, Duration timeout) {
    List<@Nullable String> refused = new ArrayList<>();
    for (ConceptEvent event : events) {
      try {
        position = service.write(event, timeout).position();
        refused.add(null);
      } catch (IllegalArgumentException e) {
        refused.add(e.getMessage());
      }
    }
    return refused;
  }

  @Override
  public @Nullable String position() {
    return position;
  }
}

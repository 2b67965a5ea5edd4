package dev.sutra.app.topology;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what became of events. Thread-safe. */
public final class EventCounters {
  private final Counter applied;
  private final Counter deadLetters;
  private final Counter embedded;

  public EventCounters(MeterRegistry registry) {
    this.applied =
        Counter.builder("sutra.events.applied")
            .description("Events that were kept")
            .register(registry);
    this.deadLetters =
        Counter.builder("sutra.events.dead.letters")
            .description("Events that went to the dead-letter topic")
            .register(registry);
    this.embedded =
        Counter.builder("sutra.events.embedded")
            .description("Texts that a vector was made of")
            .register(registry);
  }

  void embedded() {
    embedded.increment();
  }

  void applied() {
    applied.increment();
  }

  void deadLetter() {
    deadLetters.increment();
  }
}

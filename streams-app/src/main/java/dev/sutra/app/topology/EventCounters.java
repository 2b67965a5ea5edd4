package dev.sutra.app.topology;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts events by their outcome. Thread-safe. */
public final class EventCounters {
  private final Counter applied;
  private final Counter deadLetters;
  private final Counter embedded;
  private final Counter forwarded;
  private final Counter standingMatches;
  private final Counter standingDeadLetters;

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
    this.forwarded =
        Counter.builder("sutra.events.forwarded")
            .description("Events that lay on another partition than their key's and were sent on")
            .register(registry);
    this.standingMatches =
        Counter.builder("sutra.standing.matches")
            .description("Matches of events with standing queries")
            .register(registry);
    this.standingDeadLetters =
        Counter.builder("sutra.standing.dead.letters")
            .description("Standing queries that went to the dead-letter topic")
            .register(registry);
  }

  void embedded() {
    embedded.increment();
  }

  void applied() {
    applied.increment();
  }

  void forwarded() {
    forwarded.increment();
  }

  void standingMatch() {
    standingMatches.increment();
  }

  void standingDeadLetter() {
    standingDeadLetters.increment();
  }

  void deadLetter() {
    deadLetters.increment();
  }
}

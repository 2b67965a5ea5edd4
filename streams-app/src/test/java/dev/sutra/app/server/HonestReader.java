package dev.sutra.app.server;

import dev.sutra.app.api.Answer;
import dev.sutra.app.api.PartitionStats;
import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.api.ReadOptions.Consistency;
import dev.sutra.app.api.ServiceException;
import dev.sutra.app.service.KafkaConceptService;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.TextSearch;
import dev.sutra.record.Concept;
import dev.sutra.schemas.ConceptEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Asks the instances that run, again and again, for what is surely there, and writes and reads what
 * it wrote. A refusal is fine; an answer that is wrong is remembered.
 */
final class HonestReader implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final ReadOptions STANDBY_OK =
      new ReadOptions(null, Consistency.STANDBY_OK, false, TIMEOUT);
  private static final ReadOptions PARTIAL =
      new ReadOptions(null, Consistency.ACTIVE, true, TIMEOUT);

  private final int concepts;
  private final Supplier<Collection<SutraApp>> instances;
  private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
  private final AtomicBoolean closed = new AtomicBoolean();
  private final List<Thread> threads;
  private final AtomicInteger answers = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();

  /**
   * Begins.
   *
   * @param concepts how many there are, of {@link #id} and {@link #text}
   * @param instances those that run now
   */
  HonestReader(int concepts, Supplier<Collection<SutraApp>> instances) {
    this.concepts = concepts;
    this.instances = instances;
    this.threads =
        List.of(
            Thread.ofPlatform().name("reader").start(() -> loop(this::read)),
            Thread.ofPlatform().name("writer").start(() -> loop(this::write)));
  }

  static String id(int number) {
    return "c" + number;
  }

  static String text(int number) {
    return "word" + number + " common";
  }

  List<String> wrong() {
    return List.copyOf(wrong);
  }

  int answers() {
    return answers.get();
  }

  int refusals() {
    return refusals.get();
  }

  int writes() {
    return writes.get();
  }

  private interface Step {
    void run(KafkaConceptService service, Random random);
  }

  private void loop(Step step) {
    Random random = new Random(7);
    while (!closed.get()) {
      for (SutraApp app : instances.get()) {
        try {
          step.run(app.service(), random);
        } catch (RuntimeException e) {
          wrong.add(e.toString());
        }
      }
    }
  }

  private void read(KafkaConceptService service, Random random) {
    int number = random.nextInt(concepts);
    ask(
        () -> {
          Answer<Concept> answer = service.concept(id(number), ReadOptions.DEFAULT);
          check(text(number).equals(answer.items().getFirst().text()), "a concept", answer);
        });
    ask(
        () -> {
          Answer<Concept> answer = service.concept(id(number), STANDBY_OK);
          check(text(number).equals(answer.items().getFirst().text()), "any copy", answer);
        });
    ask(
        () -> {
          TextSearch word = new TextSearch("word" + number, 1, null);
          Answer<Hit> answer = service.search(word, PARTIAL);
          check(
              !answer.source().exact()
                  || answer.items().stream().anyMatch(hit -> hit.id().equals(id(number))),
              "an exact search",
              answer);
        });
    ask(
        () -> {
          Answer<PartitionStats> answer = service.stats(PARTIAL);
          long found = answer.items().stream().mapToLong(it -> it.stats().concepts()).sum();
          check(answer.source().partial() || found >= concepts, "whole statistics", answer);
        });
  }

  private void write(KafkaConceptService service, Random random) {
    String id = "w" + random.nextInt(20);
    String text = "version" + random.nextLong();
    ask(
        () -> {
          String token =
              service.write(ConceptEvents.upsert(id).text(text).build(), TIMEOUT).position();
          ReadOptions seen = new ReadOptions(token, Consistency.ACTIVE, false, TIMEOUT);
          Answer<Concept> answer = service.concept(id, seen);
          check(text.equals(answer.items().getFirst().text()), "an own write", answer);
          writes.incrementAndGet();
        });
  }

  private void ask(Runnable question) {
    try {
      question.run();
      answers.incrementAndGet();
    } catch (ServiceException e) {
      if (String.valueOf(e.getMessage()).startsWith("there is no concept")) {
        wrong.add(String.valueOf(e.getMessage()));
      }
      refusals.incrementAndGet();
    }
  }

  private void check(boolean right, String what, Answer<?> answer) {
    if (!right) {
      wrong.add(what + " was answered with " + answer);
    }
  }

  @Override
  public void close() {
    closed.set(true);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

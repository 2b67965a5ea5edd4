package dev.sutra.app.service;

import dev.sutra.app.api.EventBatch;
import dev.sutra.app.api.ServiceException;
import dev.sutra.schemas.avro.ConceptEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Sends many events, and waits for the broker once for all of them. */
final class ProducedBatch implements EventBatch {
  private final EventProducer producer;
  private final StoreShape shape;
  private final Map<Integer, Long> offsets = new TreeMap<>();

  ProducedBatch(EventProducer producer, StoreShape shape) {
    this.producer = producer;
    this.shape = shape;
  }

  @Override
  public List<@Nullable String> send(List<ConceptEvent> events, Duration timeout) {
    final long end = System.nanoTime() + timeout.toNanos();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (ConceptEvent event : events) {
      Future<RecordMetadata> begun = begin(event);
      if (begun.state() == Future.State.FAILED
          && RecordProducer.failed(begun.exceptionNow()) instanceof ServiceException e) {
        // The producer has waited for the broker, and would wait as long for each of the others.
        throw e;
      }
      sent.add(begun);
    }
    List<@Nullable String> refused = new ArrayList<>();
    for (Future<RecordMetadata> each : sent) {
      try {
        Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        RecordMetadata at = RecordProducer.await(each, left);
        offsets.merge(at.partition(), at.offset(), Math::max);
        refused.add(null);
      } catch (IllegalArgumentException e) {
        refused.add(String.valueOf(e.getMessage()));
      }
    }
    return refused;
  }

  private Future<RecordMetadata> begin(ConceptEvent event) {
    try {
      shape.check(event);
      return producer.begin(event);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public @Nullable String position() {
    return PositionToken.of(offsets);
  }
}

package dev.sutra.app.cli.client;

import dev.sutra.app.api.EventLimits;
import dev.sutra.app.json.JsonLines;
import dev.sutra.app.message.PlainText;
import dev.sutra.schemas.ConceptEventJson;
import dev.sutra.schemas.ConceptEvents;
import dev.sutra.schemas.avro.ConceptEvent;
import dev.sutra.schemas.registry.SchemaRegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Sends the events of a stream of JSON Lines, each keyed by its id. An invalid line is reported by
 * number and skipped; an unavailable broker or registry ends the command.
 */
final class EventSender {
  /** The outcome. */
  record Result(long sent, long bad, @Nullable Exception failure) {}

  /** Receives the progress: events acknowledged by the broker, and bytes read. */
  interface Progress {
    void at(long sent, long bytesRead);
  }

  private final Producer<String, ConceptEvent> producer;
  private final String topic;
  private final PrintWriter err;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
  private long bad;

  EventSender(Producer<String, ConceptEvent> producer, String topic, PrintWriter err) {
    this.producer = producer;
    this.topic = topic;
    this.err = err;
  }

  /**
   * Sends all lines and waits until the broker has them.
   *
   * @param progress called after each line
   * @throws IOException if the input cannot be read; what was sent before is flushed
   */
  Result send(InputStream in, Progress progress) throws IOException {
    JsonLines lines = new JsonLines(in, ConceptEventJson.JSON_BYTES_MAX);
    try {
      for (JsonLines.Line line = lines.next();
          line != null && failure.get() == null;
          line = lines.next()) {
        line(line);
        report();
        progress.at(acknowledged.get(), lines.bytesRead());
      }
    } finally {
      producer.flush();
      report();
    }
    return new Result(acknowledged.get(), bad, failure.get());
  }

  private void line(JsonLines.Line line) {
    byte[] bytes = line.bytes();
    if (bytes == null) {
      refuse(line.number(), "longer than " + ConceptEventJson.JSON_BYTES_MAX + " bytes");
      return;
    }
    if (line.isBlank()) {
      return;
    }
    ConceptEvent event;
    try {
      event = ConceptEventJson.parse(bytes);
      EventLimits.check(event);
    } catch (IllegalArgumentException e) {
      refuse(line.number(), String.valueOf(e.getMessage()));
      return;
    }
    try {
      // The callback receives the outcome.
      var unused =
          producer.send(
              new ProducerRecord<>(topic, ConceptEvents.key(event), event),
              (metadata, error) -> acknowledged(line.number(), error));
    } catch (SerializationException e) {
      // The registry refuses the schema, which is the same for all lines.
      if (e.getCause() instanceof SchemaRegistryException) {
        failure.compareAndSet(null, e);
      } else {
        refuse(line.number(), String.valueOf(e.getMessage()));
      }
    } catch (KafkaException e) {
      failure.compareAndSet(null, e);
    }
  }

  // Called by the producer's own thread.
  private void acknowledged(long lineNumber, @Nullable Exception error) {
    switch (error) {
      case null -> acknowledged.incrementAndGet();
      case RecordTooLargeException e ->
          refused.add("line " + lineNumber + ": the event is larger than the topic allows");
      default -> failure.compareAndSet(null, error);
    }
  }

  private void refuse(long lineNumber, String why) {
    refused.add("line " + lineNumber + ": " + why);
  }

  private void report() {
    for (String message = refused.poll(); message != null; message = refused.poll()) {
      bad++;
      err.println(PlainText.forTerminal(message));
    }
    err.flush();
  }
}

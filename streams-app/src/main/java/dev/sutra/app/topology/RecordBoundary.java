package dev.sutra.app.topology;

import dev.sutra.io.CorruptFileException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contains the failures of a record: an invalid record, or one that triggers a defect, goes to the
 * dead-letter topic and the stream continues. Failures of the store, of Kafka or of the machine are
 * not caused by a record and propagate to Kafka Streams.
 */
final class RecordBoundary {
  private static final Logger LOG = LoggerFactory.getLogger(RecordBoundary.class);

  private final ProcessorContext<byte[], byte[]> context;
  private final EventRouting routing;
  private final String node;
  private final Runnable sent;

  /**
   * Creates it.
   *
   * @param node the sink of dead letters
   * @param sent runs after a dead letter was sent
   */
  RecordBoundary(
      ProcessorContext<byte[], byte[]> context, EventRouting routing, String node, Runnable sent) {
    this.context = context;
    this.routing = routing;
    this.node = node;
    this.sent = sent;
  }

  /**
   * Runs the processing of a record.
   *
   * @param record the record to send as a dead letter on failure
   * @param origin its position, for the headers of the dead letter
   */
  void run(Record<byte[], byte[]> record, Origin origin, Runnable work) {
    try {
      work.run();
    } catch (SerializationException | IllegalArgumentException e) {
      sendDeadLetter(record, origin, String.valueOf(e.getMessage()));
    } catch (KafkaException
        | UncheckedIOException
        | IllegalStateException
        | CorruptFileException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("a record triggered a defect: {}", origin, e);
      sendDeadLetter(record, origin, "unexpected failure; the log says more");
    }
  }

  private void sendDeadLetter(Record<byte[], byte[]> record, Origin origin, String reason) {
    int bytesMax = routing.shape().get().deadLetterBytesMax();
    context.forward(DeadLetter.of(record, origin, reason, bytesMax), node);
    sent.run();
  }
}

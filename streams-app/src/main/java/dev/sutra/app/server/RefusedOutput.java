package dev.sutra.app.server;

import dev.sutra.app.message.Causes;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs why the broker rejects a record of the stream, and stops the task.
 *
 * <p>The cause is not an input record, since sizes and timestamps are limited to what the topics
 * allowed at the start. A topic's settings have changed, or forbid writing. Skipping the record
 * would not help: under exactly-once, a rejected record aborts its transaction, and a row that is
 * missing in the changelog would be lost with the store's directory.
 */
public final class RefusedOutput implements ProductionExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedOutput.class);

  /** Takes no settings. */
  @Override
  public void configure(Map<String, ?> configs) {}

  @Override
  public Response handleError(
      ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
    LOG.error("{}: {}", reason(record.topic(), exception), Causes.of(exception));
    return Response.fail();
  }

  static String reason(String topic, Exception exception) {
    return exception instanceof RecordTooLargeException
        ? "topic "
            + topic
            + " rejects records of this size (max.message.bytes and the producer's"
            + " max.request.size are read at the start)"
        : "topic " + topic + " rejects the records of the stream";
  }
}

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
 * Says why the broker refuses what the stream writes, and stops the task.
 *
 * <p>No input record is to blame: sizes and times are made to fit what the topics took at the
 * start. So a topic's settings changed, or do not let the stream write at all. To go on without the
 * record would not help: under exactly-once a refused record spoils its transaction, and a row that
 * the changelog does not hold would be lost with the store's directory.
 */
public final class RefusedOutput implements ProductionExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedOutput.class);

  /** Takes no settings. */
  @Override
  public void configure(Map<String, ?> configs) {}

  @Override
  public Response handleError(
      ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
    LOG.error("{}: {}", told(record.topic(), exception), Causes.of(exception));
    return Response.fail();
  }

  static String told(String topic, Exception exception) {
    return exception instanceof RecordTooLargeException
        ? "topic "
            + topic
            + " takes no record of this size (max.message.bytes and the producer's"
            + " max.request.size are read at the start)"
        : "topic " + topic + " refuses what the stream writes";
  }
}

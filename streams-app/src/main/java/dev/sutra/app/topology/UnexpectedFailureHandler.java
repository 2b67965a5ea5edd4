package dev.sutra.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a processor fails in a way that it does not expect: an event that trips a
 * defect goes to the dead-letter topic and stops nothing; a failure of the store, of Kafka or of
 * the machine stops the stream, for the event is not to blame.
 */
public final class UnexpectedFailureHandler implements ProcessingExceptionHandler {
  /** Name of the dead-letter topic in the handler's configuration. */
  public static final String TOPIC_CONFIG = "sutra.dead.letter.topic";

  private static final Logger LOG = LoggerFactory.getLogger(UnexpectedFailureHandler.class);

  private String topic = Topics.DEFAULT.deadLetters();

  @Override
  public void configure(Map<String, ?> configs) {
    Object configured = configs.get(TOPIC_CONFIG);
    if (configured != null) {
      topic = configured.toString();
    }
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
    if (exception instanceof KafkaException
        || exception instanceof UncheckedIOException
        || exception instanceof IllegalStateException) {
      return Response.fail();
    }
    LOG.error(
        "an event tripped a defect: {}-{} at {}",
        context.topic(),
        context.partition(),
        context.offset(),
        exception);
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(topic, context.sourceRawKey(), context.sourceRawValue());
    letter
        .headers()
        .add(DeadLetter.REASON, "unexpected failure; the log says more".getBytes(UTF_8))
        .add(DeadLetter.TOPIC, context.topic().getBytes(UTF_8))
        .add(DeadLetter.PARTITION, Integer.toString(context.partition()).getBytes(UTF_8))
        .add(DeadLetter.OFFSET, Long.toString(context.offset()).getBytes(UTF_8));
    return Response.resume(List.of(letter));
  }
}

package dev.sutra.app.topology;

import dev.sutra.io.CorruptFileException;
import dev.sutra.kafka.ConceptStore;
import java.io.UncheckedIOException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a record can do ends here: one that cannot be kept, or that trips a defect, goes to the
 * dead-letter topic and stops nothing. A failure of the store, of Kafka or of the machine goes on
 * to Kafka Streams, since no record is to blame for it.
 */
final class RecordBoundary {
  private static final Logger LOG = LoggerFactory.getLogger(RecordBoundary.class);

  private final ProcessorContext<byte[], byte[]> context;
  private final ConceptStore store;
  private final EventRouting routing;
  private final EventCounters counters;

  RecordBoundary(
      ProcessorContext<byte[], byte[]> context,
      ConceptStore store,
      EventRouting routing,
      EventCounters counters) {
    this.context = context;
    this.store = store;
    this.routing = routing;
    this.counters = counters;
  }

  /**
   * Does what a record asks for.
   *
   * @param record what becomes the dead letter
   * @param origin what the dead letter names
   */
  void run(Record<byte[], byte[]> record, Origin origin, Runnable work) {
    try {
      work.run();
    } catch (SerializationException | IllegalArgumentException e) {
      setAside(record, origin, String.valueOf(e.getMessage()));
    } catch (KafkaException
        | UncheckedIOException
        | IllegalStateException
        | CorruptFileException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("a record tripped a defect: {}", origin, e);
      setAside(record, origin, "unexpected failure; the log says more");
    }
  }

  private void setAside(Record<byte[], byte[]> record, Origin origin, String reason) {
    int bytesMax = routing.shape().get().deadLetterBytesMax();
    context.forward(DeadLetter.of(record, origin, reason, bytesMax), NodeNames.DEAD_LETTERS);
    store.markProcessed();
    counters.deadLetter();
  }
}

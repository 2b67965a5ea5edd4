package dev.sutra.app.server;

import dev.sutra.kafka.CommittingClientSupplier;
import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients of one stream. Kafka Streams 4.3.1 makes the consumer of global stores when the
 * stream is made, and closes it only if the stream was started: it is closed here in any case.
 */
final class StreamClients implements KafkaClientSupplier, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamClients.class);

  private final CommittingClientSupplier clients = new CommittingClientSupplier();
  private volatile @Nullable Consumer<byte[], byte[]> global;

  /** The supplier that commits the stores. */
  CommittingClientSupplier committing() {
    return clients;
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return clients.getAdmin(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return clients.getProducer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return clients.getConsumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return clients.getRestoreConsumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    Consumer<byte[], byte[]> made = clients.getGlobalConsumer(config);
    global = made;
    return made;
  }

  /** To be called when the stream is closed, or could not be made. Idempotent. */
  @Override
  public void close() {
    Consumer<byte[], byte[]> made = global;
    if (made != null) {
      try {
        made.close(CloseOptions.timeout(Duration.ofSeconds(1)));
      } catch (ConcurrentModificationException e) {
        LOG.debug("the stream still uses its global consumer, and closes it", e);
      }
    }
  }
}

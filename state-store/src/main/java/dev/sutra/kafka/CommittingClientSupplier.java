package dev.sutra.kafka;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The default clients of Kafka Streams, with a producer that notifies concept stores of their
 * committed transactions.
 *
 * <p>Under {@code exactly_once_v2} Kafka Streams commits the changelog of a running task but does
 * not notify its stores, so that after a crash they are restored from the start of the changelog.
 * With this supplier a store writes a commit frame for each transaction, and a restore after a
 * crash reads only the changelog after the last one. Pass the same supplier to {@link
 * ConceptStoreBuilder#withClientSupplier} and to the constructor of {@code KafkaStreams}.
 * Thread-safe.
 */
public final class CommittingClientSupplier implements KafkaClientSupplier {
  private final ChangelogCommits commits = new ChangelogCommits();

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new ObservedProducer(config, commits);
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return consumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return consumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return consumer(config);
  }

  /** Where stores register to be notified of committed transactions. */
  ChangelogCommits commits() {
    return commits;
  }

  private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}

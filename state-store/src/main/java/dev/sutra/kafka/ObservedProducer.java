package dev.sutra.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A producer that tracks the acknowledged changelog offsets of concept stores in the current
 * transaction, and notifies the stores after its commit.
 */
final class ObservedProducer extends KafkaProducer<byte[], byte[]> {
  private final ChangelogCommits commits;
  private final Map<TopicPartition, Long> acknowledged = new ConcurrentHashMap<>();

  ObservedProducer(Map<String, Object> config, ChangelogCommits commits) {
    super(config, new ByteArraySerializer(), new ByteArraySerializer());
    this.commits = commits;
  }

  @Override
  public Future<RecordMetadata> send(
      ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
    if (record.partition() == null) {
      return super.send(record, callback);
    }
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    if (!commits.isChangelog(partition)) {
      return super.send(record, callback);
    }
    return super.send(
        record,
        (metadata, failure) -> {
          if (failure == null && metadata.hasOffset()) {
            acknowledged.merge(partition, metadata.offset(), Math::max);
          }
          if (callback != null) {
            callback.onCompletion(metadata, failure);
          }
        });
  }

  @Override
  public void commitTransaction() {
    // Returns once every record of the transaction is acknowledged.
    super.commitTransaction();
    acknowledged.forEach(commits::committed);
    acknowledged.clear();
  }

  @Override
  public void abortTransaction() {
    acknowledged.clear();
    super.abortTransaction();
  }
}

package dev.sutra.app.server;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** The existing topics of an instance, by name. */
record FoundTopics(Map<String, TopicDescription> byName) {
  FoundTopics {
    byName = Map.copyOf(byName);
  }

  /**
   * Asks the cluster.
   *
   * @throws ExecutionException if it does not answer or refuses
   */
  static FoundTopics ask(Admin admin, TopicNames names)
      throws ExecutionException, InterruptedException {
    Map<String, TopicDescription> found = new HashMap<>();
    Map<String, KafkaFuture<TopicDescription>> asked =
        admin.describeTopics(names.all()).topicNameValues();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> topic : asked.entrySet()) {
      try {
        found.put(topic.getKey(), topic.getValue().get());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
      }
    }
    return new FoundTopics(found);
  }

  boolean has(String topic) {
    return byName.containsKey(topic);
  }

  /** The id of a topic; null: it does not exist. */
  @Nullable Uuid id(String topic) {
    TopicDescription found = byName.get(topic);
    return found == null ? null : found.topicId();
  }

  /** The number of partitions of a topic; 0: it does not exist. */
  int partitions(String topic) {
    TopicDescription found = byName.get(topic);
    return found == null ? 0 : found.partitions().size();
  }
}

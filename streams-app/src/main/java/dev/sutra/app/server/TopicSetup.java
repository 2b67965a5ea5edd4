package dev.sutra.app.server;

import dev.sutra.app.topology.TopicShape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates missing topics. */
final class TopicSetup {
  private final AppConfig config;

  TopicSetup(AppConfig config) {
    this.config = config;
  }

  /**
   * Creates the topics.
   *
   * @return how many partitions the topic of events has, and how large records may be
   * @throws ExecutionException if the cluster does not answer or refuses
   */
  TopicShape run(Admin admin) throws ExecutionException, InterruptedException {
    TopicNames names = TopicNames.of(config);
    String events = names.events();
    String mirrors = names.mirrors();
    int partitions = partitionsOf(admin, topic(events, config.partitions(), Map.of()));
    // Half-edges must outlive the longest downtime of the app. Dead letters are kept until an
    // operator reads them.
    Map<String, String> kept = new HashMap<>(TopicLimits.WRITTEN);
    kept.put("retention.ms", "-1");
    partitionsOf(admin, topic(mirrors, partitions, kept));
    partitionsOf(admin, topic(config.topics().deadLetters(), partitions, kept));
    partitionsOf(admin, topic(config.topics().matches(), partitions, TopicLimits.WRITTEN));
    // One task accepts standing queries, in one order.
    Map<String, String> compacted = new HashMap<>(TopicLimits.WRITTEN);
    compacted.put("cleanup.policy", "compact");
    partitionsOf(admin, topic(config.topics().queries(), 1, compacted));
    partitionsOf(admin, topic(names.registered(), 1, compacted));
    return new TopicLimits(admin, StreamsSettings.requestBytesMax(config))
        .shape(config.topics(), names.changelog(), partitions);
  }

  private NewTopic topic(String name, int partitions, Map<String, String> settings) {
    Optional<Short> replicas =
        config.replicationFactor() < 0 ? Optional.empty() : Optional.of(config.replicationFactor());
    return new NewTopic(name, Optional.of(partitions), replicas).configs(new HashMap<>(settings));
  }

  /** The number of partitions of a topic, which is created if it does not exist. */
  private static int partitionsOf(Admin admin, NewTopic topic)
      throws ExecutionException, InterruptedException {
    try {
      return describe(admin, topic.name());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
        throw e;
      }
    }
    try {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      // Another instance may have created it.
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
    return describe(admin, topic.name());
  }

  private static int describe(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    Map<String, TopicDescription> found =
        admin.describeTopics(List.of(topic)).allTopicNames().get();
    return Objects.requireNonNull(found.get(topic), topic).partitions().size();
  }
}

package dev.sutra.app.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics that are missing and checks those that are there. */
final class TopicSetup {
  private final AppConfig config;

  TopicSetup(AppConfig config) {
    this.config = config;
  }

  /**
   * Makes the topics.
   *
   * @return how many partitions the topic of events has
   * @throws IllegalStateException if the topics that are there do not fit each other
   * @throws ExecutionException if the cluster does not answer or refuses
   */
  int run(Admin admin) throws ExecutionException, InterruptedException {
    String events = config.topics().events();
    String mirrors = config.topics().mirrors();
    Set<String> existing = admin.listTopics().names().get();
    int partitions = config.partitions();
    if (existing.contains(events)) {
      partitions = describe(admin, events);
    }
    List<NewTopic> missing = new ArrayList<>();
    for (String name : List.of(events, mirrors, config.topics().deadLetters())) {
      if (!existing.contains(name)) {
        // Half-edges must outlive the longest stop of the app; letters wait for somebody to look.
        Map<String, String> settings =
            name.equals(events) ? Map.of() : Map.of("retention.ms", "-1");
        missing.add(topic(name, partitions, settings));
      }
    }
    create(admin, missing);
    int mirrored = describe(admin, mirrors);
    if (mirrored != partitions) {
      throw new IllegalStateException(
          "topic "
              + mirrors
              + " has "
              + mirrored
              + " partitions and topic "
              + events
              + " has "
              + partitions
              + "; they must have as many");
    }
    return partitions;
  }

  private NewTopic topic(String name, int partitions, Map<String, String> settings) {
    Optional<Short> replicas =
        config.replicationFactor() < 0 ? Optional.empty() : Optional.of(config.replicationFactor());
    return new NewTopic(name, Optional.of(partitions), replicas).configs(new HashMap<>(settings));
  }

  private static void create(Admin admin, List<NewTopic> topics)
      throws ExecutionException, InterruptedException {
    for (var result : admin.createTopics(topics).values().values()) {
      try {
        result.get();
      } catch (ExecutionException e) {
        // Another instance may have been faster.
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  private static int describe(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    Map<String, TopicDescription> found =
        admin.describeTopics(List.of(topic)).allTopicNames().get();
    return Objects.requireNonNull(found.get(topic), topic).partitions().size();
  }
}
